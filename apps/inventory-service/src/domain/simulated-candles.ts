import { INTERVAL_MS, type CandleInterval } from '@cnop/contracts/candles'

import type { Candle, CandleHistory, CandleRange, Close, PastPrice } from '#src/domain/candle'
import type { CatalogueAsset } from '#src/domain/catalogue'
import type { SimulatedMarket } from '#src/domain/simulated-market'

const SECOND_MS = 1_000
/** Candles between two turns of other requests. */
const SLICE = 25
const MAX_KEPT = 12_000

/**
 * The past of the simulated market: computed from its prices, so that no candle needs to be stored. Every high and low is
 * that of all seconds, so a coarse candle is the fold of its finer ones.
 */
export class SimulatedCandles implements CandleHistory {
  readonly #feed: { readonly simulated: SimulatedMarket }
  /** Candles that will not change any more, the longest of which take a third of a millisecond. */
  readonly #closed = new WeakMap<SimulatedMarket, Map<string, Candle>>()

  /** @param feed Has the market as it goes on now: the real one may have moved it. */
  constructor(feed: { readonly simulated: SimulatedMarket }) {
    this.#feed = feed
  }

  async candles(asset: CatalogueAsset, { interval, starts, nowMs }: CandleRange) {
    const market = this.#feed.simulated
    const known = this.#closedOf(market)
    const candles: Candle[] = []
    for (const [index, startMs] of starts.entries()) {
      const key = `${asset.assetId} ${interval} ${startMs}`
      const candle = known.get(key) ?? candleOf(market, asset, { interval, startMs, nowMs })
      if (candle.state === 'closed') keep(known, key, candle)
      candles.push(candle)
      if (index % SLICE === SLICE - 1) await new Promise((turn) => setImmediate(turn))
    }
    return candles
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

  async priceAt(asset: CatalogueAsset, atMs: number): Promise<PastPrice> {
    const minuteMs = Math.floor(atMs / INTERVAL_MS['1m']) * INTERVAL_MS['1m']
    const close = this.#feed.simulated.priceOf(asset, minuteMs - SECOND_MS)
    return { close, source: 'simulated', basis: 'minute' }
  }

  /** A market that the real one has moved has another past. */
  #closedOf(market: SimulatedMarket): Map<string, Candle> {
    const known = this.#closed.get(market) ?? new Map<string, Candle>()
    this.#closed.set(market, known)
    return known
  }
}

/** The oldest go beyond so many: 12 charts of the longest kind. */
const keep = (known: Map<string, Candle>, key: string, candle: Candle): void => {
  known.set(key, candle)
  const [oldest] = known.keys()
  if (known.size > MAX_KEPT && oldest !== undefined) known.delete(oldest)
}

const candleOf = (market: SimulatedMarket, asset: CatalogueAsset, one: OneInterval): Candle => {
  const { startMs } = one
  const { lastMs, state } = spanOf(one)
  const endMs = lastMs + SECOND_MS
  return {
    startMs,
    open: market.priceOf(asset, startMs),
    ...market.extremesOf(asset, startMs, endMs),
    close: market.priceOf(asset, lastMs),
    volume: market.volumeIn(asset, startMs, endMs),
    source: 'simulated',
    state,
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
