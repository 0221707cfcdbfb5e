import type { AssetCategory } from '@cnop/contracts/inventory'

import type { MarketAsset } from '#src/domain/market'

export type AssetFilter = {
  /** Part of the name, the symbol or the id, in any case. */
  readonly search: string | undefined
  readonly category: AssetCategory | undefined
  readonly activeOnly: boolean
}

/** The assets that meet every condition given, in the order they came in. */
export const filterAssets = (
  assets: readonly MarketAsset[],
  { search, category, activeOnly }: AssetFilter,
): readonly MarketAsset[] => {
  const wanted = search?.toLowerCase() ?? ''
  return assets.filter(
    ({ asset, isActive }) =>
      (!activeOnly || isActive) &&
      (category === undefined || asset.category === category) &&
      [asset.name, asset.symbol, asset.assetId].some((text) => text.toLowerCase().includes(wanted)),
  )
}
