import { filterAssets, type AssetFilter } from '#src/domain/filter-assets'
import type { MarketAsset, MarketSnapshot } from '#src/domain/market'
import {
  comparePlaces,
  placeOf,
  sortAssets,
  type Ordering,
  type Place,
} from '#src/domain/sort-assets'

export type AssetListing = AssetFilter &
  Ordering & {
    /** Assets a page; without it, all that are left. */
    readonly limit: number | undefined
    /** Start behind this place; without it, from the top. */
    readonly after: Place | undefined
  }

export type ListedAssets = {
  readonly assets: readonly MarketAsset[]
  /** All assets there are, those that meet the filter (on all pages), those that can be traded. */
  readonly totalCount: number
  readonly filteredCount: number
  readonly activeCount: number
  /** Where the next page starts; `null` on the last one. */
  readonly next: Place | null
}

/**
 * One page of the assets. Pages follow a place in the ordering and not a count of assets, because prices
 * move between two requests: an asset that keeps its place is on one page, neither on two nor on none.
 */
export const listAssets = (snapshot: MarketSnapshot, listing: AssetListing): ListedAssets => {
  const { limit, after, sort, direction } = listing
  const filtered = filterAssets(snapshot.assets, listing)
  const sorted = sortAssets(filtered, listing)
  const left =
    after === undefined
      ? sorted
      : sorted.filter((listed) => comparePlaces(placeOf(listed, sort), after, direction) > 0)
  const assets = left.slice(0, limit)
  const last = assets.at(-1)
  return {
    assets,
    totalCount: snapshot.assets.length,
    filteredCount: filtered.length,
    activeCount: snapshot.assets.filter(({ isActive }) => isActive).length,
    next: last !== undefined && assets.length < left.length ? placeOf(last, sort) : null,
  }
}
