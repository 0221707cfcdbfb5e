import type { Asset, AssetCategory } from '@cnop/contracts/inventory'
import { plainSpaces } from '@cnop/contracts/plain-spaces'
import { compareUnits } from '@cnop/money/scaled'
import { parseCash, parsePrice } from '@cnop/money/text'

import type { AssetColumn } from './asset-columns'

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

/** Spaces of every kind are spaces, and none around it count. */
const normalizeSearch = (search: string): string => plainSpaces(search).trim().toLowerCase()

/** The asset that Enter in the search opens: of that symbol, else the first shown; none before a search. */
export const bestMatch = (shown: readonly Asset[], search: string): Asset | undefined => {
  const wanted = normalizeSearch(search)
  if (wanted === '') return undefined
  return shown.find(({ symbol }) => symbol.toLowerCase() === wanted) ?? shown[0]
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
  const wanted = normalizeSearch(search)
  const matching = assets.filter(
    (asset) =>
      isIn(asset, category, watched) &&
      (asset.name.toLowerCase().includes(wanted) || asset.symbol.toLowerCase().includes(wanted)),
  )
  const sorted = ascending(matching, order.column)
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

/** Each figure is read once, not once a comparison: with every change of a price it is sorted anew. */
const ascending = (assets: readonly Asset[], column: AssetColumn): Asset[] => {
  if (column === 'name') return assets.toSorted((a, b) => a.name.localeCompare(b.name))
  return assets
    .map((asset) => ({ asset, units: UNITS[column](asset) }))
    .toSorted((a, b) => compareUnits(a.units, b.units))
    .map(({ asset }) => asset)
}

/** Assets in an order of their ids; those it does not name come last. */
export const inOrderOf = (assets: readonly Asset[], ids: readonly string[]): Asset[] => {
  const place = new Map(ids.map((id, index) => [id, index]))
  const placeOf = ({ asset_id }: Asset): number => place.get(asset_id) ?? ids.length
  return assets.toSorted((a, b) => placeOf(a) - placeOf(b))
}

/** A click on a column: the other way round if it is sorted by it already, else its usual direction. */
export const nextOrder = (current: AssetOrder, column: AssetColumn): AssetOrder => {
  if (current.column !== column)
    return { column, direction: column === 'name' ? 'ascending' : 'descending' }
  return { column, direction: current.direction === 'ascending' ? 'descending' : 'ascending' }
}
