import { INTERVAL_MS, type CandleInterval } from '@cnop/contracts/candles'

import type { Candle, CandleHistory, CandleRange, Close } from '#src/domain/candle'
import type { CatalogueAsset } from '#src/domain/catalogue'
import type { SimulatedMarket } from '#src/domain/simulated-market'

const SECOND_MS = 1_000

/**
 * The past of the simulated market: computed from its prices, so that no candle needs to be stored. Every high and low is
 * that of all seconds, so a coarse candle is the fold of its finer ones.
 */
export class SimulatedCandles implements CandleHistory {
  readonly #feed: { readonly simulated: SimulatedMarket }

  /** @param feed Has the market as it goes on now: the real one may have moved it. */
  constructor(feed: { readonly simulated: SimulatedMarket }) {
    this.#feed = feed
  }

  async candles(asset: CatalogueAsset, { interval, starts, nowMs }: CandleRange) {
    return starts.map((startMs) => this.#candle(asset, { interval, startMs, nowMs }))
  }

  async closes(asset: CatalogueAsset, { interval, starts, nowMs }: CandleRange) {
    return starts.map((startMs): Close => {
      const { lastMs, state } = spanOf({ interval, startMs, nowMs })
      return {
        startMs,
        close: this.#feed.simulated.priceOf(asset, lastMs),
        source: 'simulated',
        state,
      }
    })
  }

  #candle(asset: CatalogueAsset, one: OneInterval): Candle {
    const { startMs } = one
    const { lastMs, state } = spanOf(one)
    const market = this.#feed.simulated
    const open = market.priceOf(asset, startMs)
    const close = market.priceOf(asset, lastMs)
    const endMs = lastMs + SECOND_MS
    return {
      startMs,
      open,
      ...market.extremesOf(asset, startMs, endMs),
      close,
      volume: market.volumeIn(asset, startMs, endMs),
      source: 'simulated',
      state,
    }
  }
}

type OneInterval = {
  readonly interval: CandleInterval
  readonly startMs: number
  readonly nowMs: number
}

/** Prices are those of whole seconds: the close of an interval is the price of its last one. */
const spanOf = ({
  interval,
  startMs,
  nowMs,
}: OneInterval): { lastMs: number; state: 'closed' | 'forming' } => {
  const lastMs = startMs + INTERVAL_MS[interval] - SECOND_MS
  return nowMs > lastMs ? { lastMs, state: 'closed' } : { lastMs: nowMs, state: 'forming' }
}
