import type { ValuePoint } from '@cnop/contracts/portfolio-history'
import { describe, expect, it } from 'vitest'

import { gainBetween } from './gain'

const point = (value: string, paid_in: string): ValuePoint => ({
  time: '2026-01-31T00:00:00.000Z',
  value,
  cash: value,
  asset_value: '0.00',
  paid_in,
  unpriced_assets: [],
})

describe('the gain between two moments', () => {
  it('is the difference of the values', () => {
    const gain = gainBetween(point('1000.00', '1000.00'), point('1012.50', '1000.00'))
    expect(gain).toEqual({ amount: '12.50', percent: '1.25' })
  })

  it('can be a loss', () => {
    const gain = gainBetween(point('1000.00', '1000.00'), point('990.00', '1000.00'))
    expect(gain).toEqual({ amount: '-10.00', percent: '-1.00' })
  })

  it('leaves out what was paid in or out meanwhile', () => {
    const paidIn = gainBetween(point('1000.00', '1000.00'), point('2000.00', '2000.00'))
    expect(paidIn).toEqual({ amount: '0.00', percent: '0.00' })
    const paidOut = gainBetween(point('1000.00', '1000.00'), point('505.00', '500.00'))
    expect(paidOut).toEqual({ amount: '5.00', percent: '0.50' })
  })

  it('of nothing is no percentage', () => {
    const gain = gainBetween(point('0.00', '0.00'), point('0.00', '0.00'))
    expect(gain).toEqual({ amount: '0.00', percent: undefined })
  })
})
