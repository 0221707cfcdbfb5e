import type { Asset, AssetCategory } from '@cnop/contracts/inventory'
import { parseCash, parsePrice } from '@cnop/money/text'

export type AssetColumn = 'name' | 'price' | 'change_24h' | 'volume_24h' | 'market_cap'

export type AssetOrder = {
  readonly column: AssetColumn
  readonly direction: 'ascending' | 'descending'
}

export type AssetSelection = {
  readonly search: string
  readonly category: AssetCategory | 'all' | 'watched'
  /** Assets on the watchlist. */
  readonly watched: ReadonlySet<string>
  readonly order: AssetOrder
}

/** Sorting goes by exact units, never by how a number is written. */
const UNITS: Record<Exclude<AssetColumn, 'name'>, (asset: Asset) => bigint> = {
  price: (asset) => parsePrice(asset.price_usd),
  change_24h: (asset) => parseCash(asset.change_24h),
  volume_24h: (asset) => parseCash(asset.volume_24h),
  market_cap: (asset) => parseCash(asset.market_cap),
}

/** The assets to show, in their order. */
export const selectAssets = (
  assets: readonly Asset[],
  { search, category, watched, order }: AssetSelection,
): Asset[] => {
  const wanted = search.trim().toLowerCase()
  const matching = assets.filter(
    (asset) =>
      isIn(asset, category, watched) &&
      (asset.name.toLowerCase().includes(wanted) || asset.symbol.toLowerCase().includes(wanted)),
  )
  const sorted = matching.toSorted(ascending(order.column))
  return order.direction === 'ascending' ? sorted : sorted.toReversed()
}

const isIn = (
  asset: Asset,
  category: AssetSelection['category'],
  watched: ReadonlySet<string>,
): boolean => {
  if (category === 'watched') return watched.has(asset.asset_id)
  return category === 'all' || asset.category === category
}

const ascending = (column: AssetColumn) => {
  if (column === 'name') return (a: Asset, b: Asset) => a.name.localeCompare(b.name)
  const units = UNITS[column]
  return (a: Asset, b: Asset) => {
    const difference = units(a) - units(b)
    if (difference === 0n) return 0
    return difference < 0n ? -1 : 1
  }
}

/** A click on a column: the other way round if it is sorted by it already, else its usual direction. */
export const nextOrder = (current: AssetOrder, column: AssetColumn): AssetOrder => {
  if (current.column !== column)
    return { column, direction: column === 'name' ? 'ascending' : 'descending' }
  return { column, direction: current.direction === 'ascending' ? 'descending' : 'ascending' }
}
