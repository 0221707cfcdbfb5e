import type { AssetSort } from '@cnop/contracts/inventory'

import type { MarketAsset } from '#src/domain/market'

export type Direction = 'asc' | 'desc'
export type Ordering = { readonly sort: AssetSort; readonly direction: Direction }

/** Where an asset stands in an ordering. Ids break ties, always upwards, so no two stand in one place. */
type Place = { readonly value: bigint | string; readonly assetId: string }

const values: Record<AssetSort, (listed: MarketAsset) => bigint | string> = {
  market_cap: ({ figures }) => figures.marketCap,
  price: ({ figures }) => figures.price,
  change_24h: ({ figures }) => figures.change24hBasisPoints,
  name: ({ asset }) => asset.name,
  symbol: ({ asset }) => asset.symbol,
}

const sortsByText = (sort: AssetSort): boolean => sort === 'name' || sort === 'symbol'

/** Figures from high to low, names from A to Z. */
export const defaultDirection = (sort: AssetSort): Direction => (sortsByText(sort) ? 'asc' : 'desc')

const placeOf = (listed: MarketAsset, sort: AssetSort): Place => ({
  value: values[sort](listed),
  assetId: listed.asset.assetId,
})

export const sortAssets = (
  assets: readonly MarketAsset[],
  ordering: Ordering,
): readonly MarketAsset[] =>
  assets
    .map((listed) => ({ listed, place: placeOf(listed, ordering.sort) }))
    .toSorted((a, b) => comparePlaces(a.place, b.place, ordering.direction))
    .map(({ listed }) => listed)

/** Less than zero when `a` comes first. */
const comparePlaces = (a: Place, b: Place, direction: Direction): number => {
  const byValue = compareValues(a.value, b.value)
  if (byValue !== 0) return direction === 'asc' ? byValue : -byValue
  return a.assetId < b.assetId ? -1 : Number(a.assetId > b.assetId)
}

const alphabet = new Intl.Collator('en')

const compareValues = (a: Place['value'], b: Place['value']): number => {
  if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? -1 : Number(a > b)
  return alphabet.compare(String(a), String(b))
}
