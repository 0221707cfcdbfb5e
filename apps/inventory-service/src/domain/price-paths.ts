import type { AssetCategory } from '@cnop/contracts/inventory'

import type { CatalogueAsset } from '#src/domain/catalogue'
import { WalkSum, walk } from '#src/domain/levy-walk'

const MARKET_DAILY_VOLATILITY = 0.018
const GOLD_DAILY_VOLATILITY = 0.009
/** Largest distance of a pegged price from its peg, how far it moves in a day, and how long it stays away (12 days). */
const PEG_BOUND = 0.000_9
const PEG_DAILY_VOLATILITY = 0.000_25
const PEG_REACH_SECONDS = 2 ** 20
/** Other prices stay between half and twice their reference prices. */
const LARGEST_LOG_MOVE = Math.LN2

/** How strongly a price follows the whole market, and how far it moves on its own in a day (one sigma). */
type Temper = { readonly beta: number; readonly ownDailyVolatility: number }

const TEMPERS: Record<AssetCategory, Temper> = {
  'layer-1': { beta: 1.1, ownDailyVolatility: 0.022 },
  'layer-2': { beta: 1.25, ownDailyVolatility: 0.028 },
  defi: { beta: 1.15, ownDailyVolatility: 0.028 },
  exchange: { beta: 0.7, ownDailyVolatility: 0.014 },
  meme: { beta: 1.4, ownDailyVolatility: 0.042 },
  ai: { beta: 1.3, ownDailyVolatility: 0.036 },
  gaming: { beta: 1.2, ownDailyVolatility: 0.03 },
  infrastructure: { beta: 1.1, ownDailyVolatility: 0.026 },
  privacy: { beta: 0.7, ownDailyVolatility: 0.03 },
  payments: { beta: 0.9, ownDailyVolatility: 0.02 },
  /** For one whose peg we do not know; those pegged to the dollar have a path of their own. */
  stablecoin: { beta: 0, ownDailyVolatility: 0.004 },
  'real-world-assets': { beta: 0.9, ownDailyVolatility: 0.024 },
}

/** These two make up most of the market, so they mostly move as it does. */
const LEADERS: ReadonlyMap<string, Temper> = new Map([
  ['BTC', { beta: 1, ownDailyVolatility: 0.007 }],
  ['ETH', { beta: 1.15, ownDailyVolatility: 0.014 }],
])

/** The natural logarithm of price over reference price: some walks, drawn in smoothly so as never to leave a bound. */
export class PricePath {
  readonly #walks: WalkSum
  readonly #bound: number

  constructor(walks: WalkSum, bound: number) {
    this.#walks = walks
    this.#bound = bound
  }

  /** @param second Unix time. */
  at(second: number): number {
    return this.#bounded(this.#walks.at(second))
  }

  /** The highest and the lowest of the seconds in [from, to). */
  extremes(from: number, to: number): { readonly highest: number; readonly lowest: number } {
    const { highest, lowest } = this.#walks.extremes(from, to)
    return { highest: this.#bounded(highest), lowest: this.#bounded(lowest) }
  }

  /** Distance of highest and lowest in each of some consecutive minutes. @param from Second of the first. */
  ranges(from: number, minutes: number): Float64Array {
    const series = this.#walks.series(from, from + minutes * 60)
    return Float64Array.from({ length: minutes }, (_, minute) => {
      const values = series.subarray(minute * 60, (minute + 1) * 60)
      let [high, low] = [values[0] ?? 0, values[0] ?? 0]
      for (const value of values) {
        if (value > high) high = value
        if (value < low) low = value
      }
      return this.#bounded(high) - this.#bounded(low)
    })
  }

  /** Rises with its argument, so that the highest sum of walks is the highest price. */
  #bounded(value: number): number {
    return this.#bound * Math.tanh(value / this.#bound)
  }
}

/**
 * The path that an asset's price follows. Assets share the walk of the market (or of gold), which is what correlates
 * them.
 * @param seed Another seed is another market.
 */
export const pathOf = (asset: CatalogueAsset, seed: string): PricePath => {
  const own = `${seed}/asset/${asset.assetId}`
  const peg = walk(own, PEG_DAILY_VOLATILITY, PEG_REACH_SECONDS)
  if (asset.tracks === 'usd') return new PricePath(new WalkSum([peg]), PEG_BOUND)
  if (asset.tracks === 'gold')
    return new PricePath(
      new WalkSum([walk(`${seed}/gold`, GOLD_DAILY_VOLATILITY), peg]),
      LARGEST_LOG_MOVE,
    )
  const { beta, ownDailyVolatility } = LEADERS.get(asset.assetId) ?? TEMPERS[asset.category]
  return new PricePath(
    new WalkSum([
      walk(`${seed}/market`, beta * MARKET_DAILY_VOLATILITY),
      walk(own, ownDailyVolatility),
    ]),
    LARGEST_LOG_MOVE,
  )
}
