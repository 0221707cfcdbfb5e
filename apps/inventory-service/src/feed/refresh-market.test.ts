import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { parseCatalogue } from '#src/domain/catalogue'
import { Halts } from '#src/domain/halts'
import { Market } from '#src/domain/market'
import { SimulatedMarket } from '#src/domain/simulated-market'
import { refreshEverySecond } from '#src/feed/refresh-market'

import entries from '../data/assets.json' with { type: 'json' }

const NOON = Date.UTC(2026, 0, 15, 12)
const catalogue = parseCatalogue(entries)
const feed = new SimulatedMarket(catalogue, 'test')

beforeEach(() => {
  vi.useFakeTimers({ now: NOON + 400 })
})
afterEach(() => {
  vi.useRealTimers()
})

const running = (from = feed) => {
  const market = new Market({
    catalogue,
    feed: from,
    halts: new Halts(),
    now: () => new Date(),
  })
  const errors: string[] = []
  const log = { error: (_details: object, message: string) => void errors.push(message) }
  return { market, errors, refreshing: refreshEverySecond({ market, log }) }
}

describe('refreshing the market', () => {
  it('happens as each second of the clock begins, and no second is left out', () => {
    const { market, refreshing } = running()
    const changes: { clockMs: number; snapshotMs: number }[] = []
    let last = market.snapshot.atMs
    for (let step = 0; step < 300; step += 1) {
      vi.advanceTimersByTime(10)
      const snapshotMs = market.snapshot.atMs
      if (snapshotMs !== last) changes.push({ clockMs: Date.now(), snapshotMs })
      last = snapshotMs
    }
    expect(changes).toEqual(
      [1_000, 2_000, 3_000].map((ms) => ({ clockMs: NOON + ms, snapshotMs: NOON + ms })),
    )
    refreshing.stop()
  })

  it('leaves no timer behind once it is stopped', () => {
    const { market, refreshing } = running()
    refreshing.stop()
    expect(vi.getTimerCount()).toBe(0)
    vi.advanceTimersByTime(5_000)
    expect(market.snapshot.atMs).toBe(NOON)
  })

  it('survives a failing source, and says that its prices grow old', () => {
    const flaky = new SimulatedMarket(catalogue, 'test')
    const { market, errors, refreshing } = running(flaky)
    const figuresOf = flaky.figuresOf.bind(flaky)
    flaky.figuresOf = () => {
      throw new Error('out of order')
    }
    vi.advanceTimersByTime(11_000)
    expect(errors).toHaveLength(11)
    expect(market.isCurrent()).toBe(false)
    flaky.figuresOf = figuresOf
    vi.advanceTimersByTime(1_000)
    expect(market.isCurrent()).toBe(true)
    refreshing.stop()
  })
})
