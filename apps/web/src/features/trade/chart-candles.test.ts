import { describe, expect, it } from 'vitest'

import { chartCandle, formingCandle } from './chart-candles'

const last = chartCandle({
  time: '2026-01-15T12:00:00.000Z',
  open: '100.00',
  high: '105.00',
  low: '99.00',
  close: '101.00',
  volume: '1.00',
  source: 'simulated',
  state: 'forming',
})
const now = (observedAt: string, priceUsd: string) => ({
  observedAt: `2026-01-15T${observedAt}Z`,
  priceUsd,
})

describe('the candle that forms', () => {
  it('closes at the price of now and stretches to it', () => {
    expect(formingCandle(last, '1m', now('12:00:30', '106.50'))).toEqual({
      ...last,
      high: 106.5,
      close: 106.5,
    })
    expect(formingCandle(last, '1h', now('12:59:59', '98.00'))).toMatchObject({
      low: 98,
      close: 98,
    })
  })

  it('is a new one when the interval is over, beginning where the last one closed', () => {
    expect(formingCandle(last, '1m', now('12:01:00', '102.00'))).toEqual({
      time: last.time + 60,
      open: 101,
      high: 102,
      low: 101,
      close: 102,
    })
  })

  it('is none for a price of before', () => {
    expect(formingCandle(last, '1m', now('11:59:59', '102.00'))).toBeUndefined()
  })
})
