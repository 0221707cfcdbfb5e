import type { AssetCategory } from '@cnop/contracts/inventory'

import type { CatalogueAsset } from '#src/domain/catalogue'
import { octave, type Octave } from '#src/domain/noise'

const DAY_MS = 86_400_000
const SHORTEST_PERIOD_MS = 6_000
/** With this ratio and amplitudes that grow with the root of the period, moves scale like a random walk's. */
const PERIOD_RATIO = 3
const WALK_OCTAVES = 13
const WOBBLE_OCTAVES = 9

const MARKET_DAILY_VOLATILITY = 0.018
const GOLD_DAILY_VOLATILITY = 0.009
/** Largest distance of a pegged price from its peg. */
const PEG_BOUND = 0.000_9

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

/**
 * The curve an asset's price follows: the natural logarithm of price over reference price, as octaves
 * of noise. Assets share the octaves of the market (or of gold), which is what correlates them.
 * @param seed Another seed is another market.
 */
export const pathOf = (asset: CatalogueAsset, seed: string): readonly Octave[] => {
  const own = `${seed}/asset/${asset.assetId}`
  if (asset.tracks === 'usd') return wobble(own, PEG_BOUND)
  if (asset.tracks === 'gold')
    return [...walk(`${seed}/gold`, GOLD_DAILY_VOLATILITY), ...wobble(own, PEG_BOUND)]
  const { beta, ownDailyVolatility } = LEADERS.get(asset.assetId) ?? TEMPERS[asset.category]
  return [
    ...walk(`${seed}/market`, beta * MARKET_DAILY_VOLATILITY),
    ...walk(own, ownDailyVolatility),
  ]
}

/**
 * A curve that moves like a random walk from seconds to weeks and returns home over months. Measured, its
 * moves over a day have a standard deviation of `dailyVolatility`, those of other spans the root of the
 * span as much.
 */
const walk = (name: string, dailyVolatility: number): Octave[] =>
  periods(WALK_OCTAVES).map((periodMs) =>
    octave(name, { periodMs, amplitude: dailyVolatility * Math.sqrt(periodMs / DAY_MS) }),
  )

/** A curve that never leaves `bound` on either side of zero and crosses it several times a day. */
const wobble = (name: string, bound: number): Octave[] => {
  const weights = periods(WOBBLE_OCTAVES).map(Math.sqrt)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return periods(WOBBLE_OCTAVES).map((periodMs) =>
    octave(name, { periodMs, amplitude: (bound * Math.sqrt(periodMs)) / total }),
  )
}

const periods = (count: number): number[] =>
  Array.from({ length: count }, (_, index) => SHORTEST_PERIOD_MS * PERIOD_RATIO ** index)
