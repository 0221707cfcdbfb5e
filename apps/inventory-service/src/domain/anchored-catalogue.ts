import { divideNearest } from '@cnop/money/rounding'
import { cash, price } from '@cnop/money/scaled'

import type { CatalogueAsset } from '#src/domain/catalogue'
import type { SimulatedMarket } from '#src/domain/simulated-market'

/** What an asset is to begin from. */
export type Anchor = CatalogueAsset['reference']

/**
 * The catalogue with reference figures by which the simulated market goes on at the last real prices
 * instead of leaping to its own: no order fills and no portfolio changes because the source does.
 * @param market The simulated market around the bundled reference figures.
 * @param atMs When the simulation takes over, Unix time in milliseconds.
 */
export const anchoredCatalogue = (
  catalogue: readonly CatalogueAsset[],
  market: SimulatedMarket,
  anchors: ReadonlyMap<string, Anchor>,
  atMs: number,
): readonly CatalogueAsset[] =>
  catalogue.map((asset) => {
    const live = anchors.get(asset.assetId)
    if (live === undefined) return asset
    const simulated = market.priceOf(asset, atMs)
    const anchored = divideNearest(asset.reference.price * live.price, simulated)
    return {
      ...asset,
      reference: {
        price: price(anchored > 0n ? anchored : 1n),
        marketCap: cash(divideNearest(live.marketCap * anchored, live.price)),
        volume24h: live.volume24h,
      },
    }
  })
