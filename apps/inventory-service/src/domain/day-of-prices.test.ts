import { price, type Price } from '@cnop/money/scaled'
import { describe, expect, it } from 'vitest'

import { DayOfPrices } from '#src/domain/day-of-prices'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const NOON = Date.UTC(2026, 2, 1, 12)

/** A price that only rises, so that every expected figure is the price of a known moment. */
const risingPriceAt = (atMs: number): Price => price(BigInt(atMs))
const extremesIn = (fromMs: number, toMs: number) => ({
  high: risingPriceAt(toMs - 1_000),
  low: risingPriceAt(fromMs),
})
const newDay = () => new DayOfPrices(risingPriceAt, extremesIn)

describe('the prices of a day', () => {
  it('high and low are those of the last 24 hours', () => {
    const day = newDay().until(NOON)
    expect(day.high).toBe(risingPriceAt(NOON))
    expect(day.low).toBe(risingPriceAt(NOON - 24 * HOUR_MS))
  })

  it('the hourly prices are those of full hours, oldest first', () => {
    const { hourly } = newDay().until(NOON + 40 * MINUTE_MS)
    expect(hourly).toHaveLength(23)
    expect(hourly.at(0)).toBe(risingPriceAt(NOON - 22 * HOUR_MS))
    expect(hourly.at(-1)).toBe(risingPriceAt(NOON))
  })

  it.each([
    ['a second on', 1_000],
    ['five minutes on', 5 * MINUTE_MS],
    ['some hours on', 7 * HOUR_MS],
    ['days on', 72 * HOUR_MS],
    ['back in time', -3 * HOUR_MS],
  ])('what was asked before does not matter: %s', (_what, laterMs) => {
    const used = newDay()
    used.until(NOON)
    expect(used.until(NOON + laterMs)).toEqual(newDay().until(NOON + laterMs))
  })

  it('following the clock for an hour looks at the whole day twelve times', () => {
    let looks = 0
    const day = new DayOfPrices(risingPriceAt, (fromMs, toMs) => {
      if (toMs - fromMs > HOUR_MS) looks += 1
      return extremesIn(fromMs, toMs)
    })
    day.until(NOON)
    looks = 0
    for (let second = 1; second <= 3_600; second += 1) day.until(NOON + second * 1_000)
    expect(looks).toBe(12)
  })
})
