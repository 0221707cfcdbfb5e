import { INTERVAL_MS, type CandleInterval } from '@cnop/contracts/candles'

import type { Candle, CandleHistory, CandleRange, Close, PastPrice } from '#src/domain/candle'
import { LONGEST_CARRIED_MS, withoutGaps } from '#src/domain/candle-gaps'
import type { CatalogueAsset } from '#src/domain/catalogue'
import type { MarketFeed } from '#src/domain/market-feed'
import {
  regroup,
  type CandleStore,
  type StoredCandle,
  type StoredInterval,
} from '#src/domain/stored-candle'

const HOUR_MS = INTERVAL_MS['1h']

/** What candles of a length are made of. */
const KEPT_AS: Readonly<Record<CandleInterval, StoredInterval>> = {
  '1m': '1m',
  '5m': '1m',
  '1h': '1h',
  '1d': '1d',
}

/** Lengths of candles from the finest on, and how many of each up to a moment tell its price. */
const FINEST_FIRST = [
  { interval: '1m', count: LONGEST_CARRIED_MS / INTERVAL_MS['1m'], basis: 'minute' },
  { interval: '1h', count: 1, basis: 'hour' },
  { interval: '1d', count: 1, basis: 'day' },
] as const

type RecordedDeps = {
  readonly feed: MarketFeed
  readonly store: CandleStore
  readonly simulated: CandleHistory
}

/**
 * The past as it was recorded of the real market, and simulated where it was not: before the record
 * begins, and while the real market was out of reach. So a chart is never empty.
 */
export class RecordedCandles implements CandleHistory {
  readonly #deps: RecordedDeps

  constructor(deps: RecordedDeps) {
    this.#deps = deps
  }

  async candles(asset: CatalogueAsset, range: CandleRange): Promise<readonly Candle[]> {
    const { feed, simulated } = this.#deps
    const made = await simulated.candles(asset, range)
    if (feed.news === undefined || range.starts.length === 0) return made
    return await this.#joined(asset.assetId, range, made)
  }

  async closes(asset: CatalogueAsset, range: CandleRange): Promise<readonly Close[]> {
    const { feed, simulated } = this.#deps
    const made = await simulated.closes(asset, range)
    if (feed.news === undefined || range.starts.length === 0) return made
    return await this.#joined(asset.assetId, range, made.map(flat))
  }

  async priceAt(asset: CatalogueAsset, atMs: number, nowMs: number): Promise<PastPrice> {
    const { feed, simulated, store } = this.#deps
    const made = await simulated.priceAt(asset, atMs, nowMs)
    if (feed.news === undefined) return made
    for (const { interval, count, basis } of FINEST_FIRST) {
      const toMs = floor(atMs, INTERVAL_MS[interval])
      const span = { fromMs: toMs - count * INTERVAL_MS[interval], toMs }
      const last = (await store.read(asset.assetId, interval, span)).at(-1)
      if (last !== undefined) return { close: last.close, source: 'coingecko', basis }
    }
    return made
  }

  async #joined(
    assetId: string,
    range: CandleRange,
    simulated: readonly Candle[],
  ): Promise<readonly Candle[]> {
    const recorded = await this.#recorded(assetId, range)
    const isLive = this.#deps.feed.source === 'coingecko'
    return withoutGaps({ ...range, recorded, simulated, isLive })
  }

  /** The record of the range, the last price in it. */
  async #recorded(
    assetId: string,
    { interval, starts, nowMs }: CandleRange,
  ): Promise<ReadonlyMap<number, Candle>> {
    const lengthMs = INTERVAL_MS[interval]
    const keptMs = INTERVAL_MS[KEPT_AS[interval]]
    const span = { fromMs: starts.at(0) ?? nowMs, toMs: (starts.at(-1) ?? nowMs) + lengthMs }
    const kept = await this.#deps.store.read(assetId, KEPT_AS[interval], span)
    const formingMs = floor(nowMs, lengthMs)
    const known = new Set(kept.map(({ startMs }) => startMs))
    const parts =
      span.toMs > formingMs - lengthMs ? await this.#unclosed(assetId, interval, nowMs) : []
    const unknown = parts.filter(
      ({ startMs }) => startMs >= formingMs || !known.has(floor(startMs, keptMs)),
    )
    const candles = regroup([...kept, ...unknown], lengthMs)
    return new Map(
      [...candles].map(([startMs, candle]) => [startMs, asCandle(candle, { interval, nowMs })]),
    )
  }

  /**
   * What is known in shorter intervals of the one that goes on and of the one before it, which the recorder
   * closes with its next poll: minutes later, or hours when CoinGecko asked for that.
   */
  async #unclosed(
    assetId: string,
    interval: CandleInterval,
    nowMs: number,
  ): Promise<readonly StoredCandle[]> {
    const { store } = this.#deps
    const formingMs = floor(nowMs, INTERVAL_MS[interval])
    const last = this.#lastPrice(assetId, formingMs)
    if (interval !== '1h' && interval !== '1d') return last
    const fromMs = formingMs - INTERVAL_MS[interval]
    const toMs = floor(nowMs, HOUR_MS)
    const hours = await store.read(assetId, '1h', { fromMs, toMs })
    const lastHour = hours.at(-1)
    const minutes = await store.read(assetId, '1m', {
      fromMs: lastHour === undefined ? fromMs : lastHour.startMs + HOUR_MS,
      toMs: nowMs + 1,
    })
    return [...hours, ...minutes, ...last]
  }

  /** The last real price. One of the interval that goes on counts only while the real market is the source. */
  #lastPrice(assetId: string, formingMs: number): readonly StoredCandle[] {
    const { news, source } = this.#deps.feed
    const figures = news?.figures.get(assetId)
    if (figures === undefined) return []
    const { price, observedAt } = figures
    const startMs = observedAt.getTime()
    if (source !== 'coingecko' && startMs >= formingMs) return []
    return [{ startMs, open: price, high: price, low: price, close: price }]
  }
}

const floor = (ms: number, lengthMs: number): number => Math.floor(ms / lengthMs) * lengthMs

/** A candle with the close as its other prices too, for when only the close is asked for. */
const flat = (end: Close): Candle => {
  const { close } = end
  return { ...end, open: close, high: close, low: close, volume: undefined }
}

const asCandle = (
  candle: StoredCandle,
  { interval, nowMs }: Pick<CandleRange, 'interval' | 'nowMs'>,
): Candle => ({
  ...candle,
  volume: undefined,
  source: 'coingecko',
  state: candle.startMs + INTERVAL_MS[interval] > nowMs ? 'forming' : 'closed',
})
