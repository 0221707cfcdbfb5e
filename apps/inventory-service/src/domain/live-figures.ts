import type { Cash, Price } from '@cnop/money/scaled'

import type { CatalogueAsset } from '#src/domain/catalogue'
import { higher, lower } from '#src/domain/day-of-prices'
import type { PriceGuard } from '#src/domain/price-guard'

/** Besides the current price. */
const HOURLY_PRICES = 23

/** What the real market last said about an asset. */
export type LiveFigures = {
  readonly price: Price
  readonly observedAt: Date
  readonly change24hBasisPoints: bigint
  readonly high24h: Price
  readonly low24h: Price
  readonly hourly: readonly Price[]
  readonly marketCap: Cash
  readonly volume24h: Cash
}

/** What the real market said of an asset; `undefined` is what it left out, or what cannot be used. */
export type Observation = {
  readonly price: Price | undefined
  readonly observedAt: Date | undefined
  readonly change24hBasisPoints: bigint | undefined
  readonly high24h: Price | undefined
  readonly low24h: Price | undefined
  readonly marketCap: Cash | undefined
  readonly volume24h: Cash | undefined
  /** Hourly, oldest first. */
  readonly sparkline: readonly Price[]
}

type Taking = {
  readonly asset: CatalogueAsset
  readonly observation: Observation
  readonly previous: LiveFigures | undefined
  readonly guard: PriceGuard
  readonly now: Date
}

/**
 * The figures after an observation; the previous ones when its price is missing, wrong, older than the one
 * that is known or held back as absurd. A figure that did not come stays as it was.
 */
export const takeObservation = (taking: Taking): LiveFigures | undefined => {
  const { asset, observation, previous, guard, now } = taking
  const { price } = observation
  if (price === undefined) return previous
  const observedAt = earlier(observation.observedAt ?? now, now)
  if (previous !== undefined && observedAt < previous.observedAt) return previous
  const last = previous && { price: previous.price, atMs: previous.observedAt.getTime() }
  const next = { price, atMs: observedAt.getTime() }
  const { reference } = asset
  if (!guard.accepts(asset.assetId, next, { last, reference: reference.price })) return previous
  const hourly = observation.sparkline.slice(-HOURLY_PRICES)
  return {
    price,
    observedAt,
    change24hBasisPoints: observation.change24hBasisPoints ?? previous?.change24hBasisPoints ?? 0n,
    high24h: higher(observation.high24h ?? previous?.high24h ?? price, price),
    low24h: lower(observation.low24h ?? previous?.low24h ?? price, price),
    hourly: hourly.length > 0 ? hourly : (previous?.hourly ?? []),
    marketCap: observation.marketCap ?? previous?.marketCap ?? reference.marketCap,
    volume24h: observation.volume24h ?? previous?.volume24h ?? reference.volume24h,
  }
}

/** When the newest price was observed, Unix time in milliseconds; 0 of none. */
export const newestMs = (figures: ReadonlyMap<string, LiveFigures>): number =>
  Math.max(0, ...[...figures.values()].map(({ observedAt }) => observedAt.getTime()))

/** For times of observation: one in the future is of a clock that is ahead, and counts as now. */
const earlier = (a: Date, b: Date): Date => (a < b ? a : b)
