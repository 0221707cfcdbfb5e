import { INTERVAL_MS } from '@cnop/contracts/candles'

import type { CatalogueAsset } from '#src/domain/catalogue'
import { regroup, type CandleStore, type StoredInterval } from '#src/domain/stored-candle'
import type { ChartPoint } from '#src/feed/coingecko/chart-answer'
import type { CoinGecko } from '#src/feed/coingecko/client'
import type { BackfilledAssets } from '#src/store/backfilled'

/** CoinGecko's points are five minutes apart for a day, an hour for up to 90 days, a day beyond. */
const CHARTS: readonly { readonly days: number; readonly interval: StoredInterval }[] = [
  { days: 1, interval: '1m' },
  { days: 45, interval: '1h' },
  { days: 365, interval: '1d' },
]
/** Calls that an asset takes. */
export const BACKFILL_CALLS = CHARTS.length

type BackfillDeps = {
  /** The largest first: these are looked at most. */
  readonly catalogue: readonly CatalogueAsset[]
  readonly coinGecko: CoinGecko
  readonly store: CandleStore
  readonly backfilled: BackfilledAssets
}

/** Asks CoinGecko for the past of each asset once, one asset at a time, while calls can be spared. */
export class CandleBackfill {
  readonly #deps: BackfillDeps
  #left: CatalogueAsset[] | undefined

  constructor(deps: BackfillDeps) {
    this.#deps = deps
  }

  /** The next asset's past, if there is one left. @throws {CoinGeckoError} */
  async next(signal: AbortSignal): Promise<void> {
    const { catalogue, backfilled } = this.#deps
    if (this.#left === undefined) {
      const done = await backfilled.read()
      this.#left = catalogue.filter(({ assetId }) => !done.has(assetId))
    }
    const asset = this.#left.shift()
    if (asset === undefined) return
    try {
      await this.#ask(asset, signal)
    } catch (error) {
      // Moved behind the others, so that a coin CoinGecko does not know does not hold them up.
      this.#left.push(asset)
      throw error
    }
  }

  async #ask({ assetId, coingeckoId }: CatalogueAsset, signal: AbortSignal): Promise<void> {
    const { coinGecko, store, backfilled } = this.#deps
    for (const { days, interval } of CHARTS) {
      const points = await coinGecko.marketChart(coingeckoId, days, signal)
      const candles = candlesOf(points, interval)
      await store.write(
        interval,
        candles.map((candle) => ({ assetId, candle })),
      )
    }
    await backfilled.add(assetId)
  }
}

/** The last interval goes on and is left to the polls. */
const candlesOf = (points: readonly ChartPoint[], interval: StoredInterval) => {
  const seen = points.map(({ atMs, price }) => ({
    startMs: atMs,
    open: price,
    high: price,
    low: price,
    close: price,
  }))
  return [...regroup(seen, INTERVAL_MS[interval]).values()].slice(0, -1)
}
