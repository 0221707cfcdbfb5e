import type { PriceStatus } from '@cnop/contracts/inventory'

import type { AssetFigures } from '#src/domain/figures'

const SECOND_MS = 1_000
const LEAST_MAX_AGE_MS = 60 * SECOND_MS
/** A price is late when the refresh after the one it belongs to should have come as well. */
const USUAL_REFRESHES = 2
const MOST_REFRESHES = 3

/** How old a price may be and still be traded at: three refreshes of its source, at least a minute. */
export const maxAgeMs = (refreshMs: number): number =>
  Math.max(LEAST_MAX_AGE_MS, MOST_REFRESHES * refreshMs)

/**
 * How much a price can be relied on at a moment.
 * @param refreshMs How often its source has new prices.
 */
export const priceStatus = (
  { source, priceUpdatedAt }: Pick<AssetFigures, 'source' | 'priceUpdatedAt'>,
  atMs: number,
  refreshMs: number,
): PriceStatus => {
  const ageMs = atMs - priceUpdatedAt.getTime()
  if (ageMs > maxAgeMs(refreshMs)) return 'stale'
  if (source === 'simulated') return 'simulated'
  return ageMs > Math.max(LEAST_MAX_AGE_MS, USUAL_REFRESHES * refreshMs) ? 'delayed' : 'live'
}
