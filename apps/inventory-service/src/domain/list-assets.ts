import { filterAssets, type AssetFilter } from '#src/domain/filter-assets'
import type { MarketAsset, MarketSnapshot } from '#src/domain/market'
import { sortAssets, type Ordering } from '#src/domain/sort-assets'

export type AssetListing = AssetFilter &
  Ordering & {
    /** Assets a page; without it, all that are left. */
    readonly limit: number | undefined
    /** Ids of the assets on earlier pages. */
    readonly seen: ReadonlySet<string>
  }

export type ListedAssets = {
  readonly assets: readonly MarketAsset[]
  /** All assets there are, those that meet the filter (on all pages), those that can be traded. */
  readonly totalCount: number
  readonly filteredCount: number
  readonly activeCount: number
  /** Ids of the assets up to this page, for the next one; `null` on the last page. */
  readonly next: ReadonlySet<string> | null
}

/**
 * One page of the assets: the first of those that no earlier page had. Figures move between two requests, so that
 * after a place or a count of assets some would be on two pages and others on none.
 */
export const listAssets = (snapshot: MarketSnapshot, listing: AssetListing): ListedAssets => {
  const { limit, seen } = listing
  const filtered = filterAssets(snapshot.assets, listing)
  const left = sortAssets(filtered, listing).filter(({ asset }) => !seen.has(asset.assetId))
  const assets = left.slice(0, limit)
  return {
    assets,
    totalCount: snapshot.assets.length,
    filteredCount: filtered.length,
    activeCount: snapshot.assets.filter(({ isActive }) => isActive).length,
    next:
      assets.length > 0 && assets.length < left.length
        ? new Set([...seen, ...assets.map(({ asset }) => asset.assetId)])
        : null,
  }
}
