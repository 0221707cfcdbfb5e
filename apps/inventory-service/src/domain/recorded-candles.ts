import { INTERVAL_MS, type CandleInterval } from '@cnop/contracts/candles'
import { divideNearest } from '@cnop/money/rounding'
import { ZERO_CASH, cash } from '@cnop/money/scaled'

import type { Candle, CandleHistory, CandleRange, Close } from '#src/domain/candle'
import { withoutGaps } from '#src/domain/candle-gaps'
import type { CatalogueAsset } from '#src/domain/catalogue'
import type { MarketFeed } from '#src/domain/market-feed'
import {
  regroup,
  type CandleStore,
  type StoredCandle,
  type StoredInterval,
} from '#src/domain/stored-candle'

const DAY_MS = INTERVAL_MS['1d']
const HOUR_MS = INTERVAL_MS['1h']

/** What candles of a length are made of. */
const KEPT_AS: Readonly<Record<CandleInterval, StoredInterval>> = {
  '1m': '1m',
  '5m': '1m',
  '1h': '1h',
  '1d': '1d',
}

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
    const span = { fromMs: starts.at(0) ?? nowMs, toMs: (starts.at(-1) ?? nowMs) + lengthMs }
    const kept = await this.#deps.store.read(assetId, KEPT_AS[interval], span)
    const forming = span.toMs > nowMs ? await this.#forming(assetId, interval, nowMs) : []
    const candles = regroup([...kept, ...forming], lengthMs)
    return new Map(
      [...candles].map(([startMs, candle]) => [startMs, asCandle(candle, { interval, nowMs })]),
    )
  }

  /** What is known of the interval that goes on: kept in shorter ones as yet, and the price of now. */
  async #forming(
    assetId: string,
    interval: CandleInterval,
    nowMs: number,
  ): Promise<readonly StoredCandle[]> {
    const { store } = this.#deps
    const dayMs = Math.floor(nowMs / DAY_MS) * DAY_MS
    const hourMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS
    const hours =
      interval === '1d' ? await store.read(assetId, '1h', { fromMs: dayMs, toMs: hourMs }) : []
    const minutes =
      interval === '1d' || interval === '1h'
        ? await store.read(assetId, '1m', { fromMs: hourMs, toMs: nowMs + 1 })
        : []
    return [...hours, ...minutes, ...this.#now(assetId)]
  }

  #now(assetId: string): readonly StoredCandle[] {
    const { news, source } = this.#deps.feed
    const figures = source === 'coingecko' ? news?.figures.get(assetId) : undefined
    if (figures === undefined) return []
    const { price, observedAt, volume24h: volume } = figures
    return [
      { startMs: observedAt.getTime(), open: price, high: price, low: price, close: price, volume },
    ]
  }
}

/** A candle of a close alone, for when nothing else is asked. */
const flat = (end: Close): Candle => {
  const { close } = end
  return { ...end, open: close, high: close, low: close, volume: ZERO_CASH }
}

/** Volume is kept as that of 24 hours. */
const asCandle = (
  candle: StoredCandle,
  { interval, nowMs }: Pick<CandleRange, 'interval' | 'nowMs'>,
): Candle => ({
  ...candle,
  volume: cash(divideNearest(candle.volume * BigInt(INTERVAL_MS[interval]), BigInt(DAY_MS))),
  source: 'coingecko',
  state: candle.startMs + INTERVAL_MS[interval] > nowMs ? 'forming' : 'closed',
})
