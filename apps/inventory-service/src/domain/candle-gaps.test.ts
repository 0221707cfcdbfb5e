import { parsePrice, printPrice } from '@cnop/money/text'
import { describe, expect, it } from 'vitest'

import type { Candle } from '#src/domain/candle'
import { withoutGaps } from '#src/domain/candle-gaps'

const MINUTE_MS = 60_000
const NOON = Date.UTC(2026, 0, 15, 12)

const candle = (minute: number, usd: string, source: Candle['source']): Candle => {
  const price = parsePrice(usd)
  return {
    startMs: NOON + minute * MINUTE_MS,
    open: price,
    high: price,
    low: price,
    close: price,
    volume: undefined,
    source,
    state: 'closed',
  }
}

/** Minutes from noon on, those given recorded at their prices, the simulated market at 10 all along. */
const filled = (count: number, prices: Record<number, string>, isLive = true) => {
  const minutes = Array.from({ length: count }, (_, minute) => minute)
  const recorded = Object.entries(prices).map(([minute, usd]) =>
    candle(Number(minute), usd, 'coingecko'),
  )
  const candles = withoutGaps({
    interval: '1m',
    starts: minutes.map((minute) => NOON + minute * MINUTE_MS),
    nowMs: NOON + count * MINUTE_MS - 1_000,
    recorded: new Map(recorded.map((each) => [each.startMs, each])),
    simulated: minutes.map((minute) => candle(minute, '10', 'simulated')),
    isLive,
  })
  expect(candles.map(({ startMs }) => startMs)).toEqual(
    minutes.map((minute) => NOON + minute * MINUTE_MS),
  )
  return candles.map(({ source, state, close }) => `${source} ${state} ${printPrice(close)}`)
}

describe('candles without gaps', () => {
  it('a few minutes without a price carry the close before them on', () => {
    expect(filled(4, { 0: '100', 3: '102' })).toEqual([
      'coingecko closed 100.00',
      'coingecko carried 100.00',
      'coingecko carried 100.00',
      'coingecko closed 102.00',
    ])
  })

  it('a long time without one is simulated from the last price on', () => {
    const candles = filled(40, { 0: '100', 39: '102' })
    expect(candles[1]).toBe('simulated closed 100.00')
    expect(candles[38]).toBe('simulated closed 100.00')
    expect(candles[39]).toBe('coingecko closed 102.00')
  })

  it('what lies before the record is simulated and meets it', () => {
    expect(filled(3, { 2: '100' })).toEqual([
      'simulated closed 100.00',
      'simulated closed 100.00',
      'coingecko closed 100.00',
    ])
  })

  it('after the last price it is carried on while the market is live, and simulated when it is not', () => {
    expect(filled(3, { 0: '100' }).at(-1)).toBe('coingecko carried 100.00')
    expect(filled(3, { 0: '100' }, false).at(-1)).toBe('simulated closed 100.00')
  })

  it('without any record all of it is simulated', () => {
    expect(new Set(filled(5, {}))).toEqual(new Set(['simulated closed 10.00']))
  })

  it('each of many gaps goes by its own neighbours', () => {
    expect(filled(8, { 1: '100', 4: '110', 6: '120' })).toEqual([
      'simulated closed 100.00',
      'coingecko closed 100.00',
      'coingecko carried 100.00',
      'coingecko carried 100.00',
      'coingecko closed 110.00',
      'coingecko carried 110.00',
      'coingecko closed 120.00',
      'coingecko carried 120.00',
    ])
  })

  it('looks at the record as often as the range is long, whatever is missing', () => {
    const range = { interval: '1m', nowMs: NOON + 1_000 * MINUTE_MS, isLive: false } as const
    const minutes = Array.from({ length: 1_000 }, (_, minute) => minute)
    let looks = 0
    class Watched extends Map<number, Candle> {
      override get(startMs: number): Candle | undefined {
        looks += 1
        return super.get(startMs)
      }
      override has(startMs: number): boolean {
        looks += 1
        return super.has(startMs)
      }
    }
    withoutGaps({
      ...range,
      starts: minutes.map((minute) => NOON + minute * MINUTE_MS),
      recorded: new Watched([[NOON, candle(0, '100', 'coingecko')]]),
      simulated: minutes.map((minute) => candle(minute, '10', 'simulated')),
    })
    expect(looks).toBeLessThanOrEqual(3 * minutes.length)
  })

  it('a real candle begins where the real one before it closed', () => {
    const [first, second] = withoutGaps({
      interval: '1m',
      starts: [NOON, NOON + MINUTE_MS],
      nowMs: NOON + 2 * MINUTE_MS,
      recorded: new Map([
        [NOON, candle(0, '100', 'coingecko')],
        [NOON + MINUTE_MS, candle(1, '102', 'coingecko')],
      ]),
      simulated: [candle(0, '10', 'simulated'), candle(1, '10', 'simulated')],
      isLive: true,
    })
    expect(second).toMatchObject({ open: first?.close, low: first?.close, high: parsePrice('102') })
  })
})
