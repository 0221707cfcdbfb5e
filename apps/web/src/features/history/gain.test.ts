import type { ValuePoint } from '@cnop/contracts/portfolio-history'
import { describe, expect, it } from 'vitest'

import { gainOver, upToNow } from './gain'

const gainBetween = (...points: ValuePoint[]) => gainOver({ points, starts_at_zero: false })

const point = (value: string, paid_in: string, unpriced_assets: string[] = []): ValuePoint => ({
  time: '2026-01-31T00:00:00.000Z',
  value,
  cash: value,
  asset_value: '0.00',
  paid_in,
  growth: null,
  unpriced_assets,
})

describe('the gain over a range', () => {
  it('is the difference of the values', () => {
    const gain = gainBetween(point('1000.00', '1000.00'), point('1012.50', '1000.00'))
    expect(gain).toEqual('12.50')
  })

  it('can be a loss', () => {
    const gain = gainBetween(point('1000.00', '1000.00'), point('990.00', '1000.00'))
    expect(gain).toEqual('-10.00')
  })

  it('leaves out what was paid in or out meanwhile', () => {
    const paidIn = gainBetween(point('1000.00', '1000.00'), point('2000.00', '2000.00'))
    expect(paidIn).toEqual('0.00')
    const paidOut = gainBetween(point('1000.00', '1000.00'), point('505.00', '500.00'))
    expect(paidOut).toEqual('5.00')
  })

  it('of nothing is nothing', () => {
    const gain = gainBetween(point('0.00', '0.00'), point('0.00', '0.00'))
    expect(gain).toEqual('0.00')
  })

  it('of an account that began meanwhile is all it has made, from its first minute on', () => {
    const now = point('118407.00', '100000.00')
    const sinceItBegan = '18407.00'
    expect(gainOver({ points: [now], starts_at_zero: true })).toEqual(sinceItBegan)
    const firstHour = point('117000.00', '100000.00')
    expect(gainOver({ points: [firstHour, now], starts_at_zero: true })).toEqual(sinceItBegan)
  })

  it('is not known without a price at either end', () => {
    const priced = point('1000.00', '1000.00')
    const unpriced = point('400.00', '1000.00', ['SOL'])
    expect(gainBetween(unpriced, priced)).toBeUndefined()
    expect(gainBetween(priced, unpriced)).toBeUndefined()
    expect(gainBetween(priced, unpriced, priced)).toEqual('0.00')
    expect(gainOver({ points: [unpriced, priced], starts_at_zero: true })).toBe('0.00')
  })

  it('without any point is not known', () => {
    expect(gainBetween()).toBeUndefined()
  })
})

describe('a history up to now', () => {
  const history = {
    points: [point('1000.00', '1000.00'), { ...point('1012.50', '1000.00'), cash: '500.00' }],
    starts_at_zero: false,
    returns: { time_weighted: '1.25' },
  }
  const now = { total_portfolio_value: '1020.00', usd_balance: '500.00', unpriced_assets: [] }

  it('ends with the total that is shown beside it', () => {
    expect(gainOver(upToNow(history, now))).toBe('20.00')
    expect(upToNow(history, now).returns.time_weighted).toBe('2.00')
  })

  it('is left as it is once cash has moved, which may be a deposit', () => {
    expect(gainOver(upToNow(history, { ...now, usd_balance: '1500.00' }))).toBe('12.50')
  })
})
