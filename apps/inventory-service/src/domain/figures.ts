import type { PriceSource } from '@cnop/contracts/inventory'
import type { Cash, Price } from '@cnop/money/scaled'

import type { CatalogueAsset } from '#src/domain/catalogue'

/** What a price source says about one asset at one moment. */
export type AssetFigures = {
  readonly price: Price
  readonly source: PriceSource
  readonly priceUpdatedAt: Date
  /** From the price 24 hours before, in hundredths of a percent. */
  readonly change24hBasisPoints: bigint
  readonly high24h: Price
  readonly low24h: Price
  /** About one price an hour over the last 24 hours, oldest first; the last one is the current price. */
  readonly sparkline: readonly Price[]
  readonly marketCap: Cash
  readonly volume24h: Cash
}

/** Where prices come from. */
export type PriceFeed = {
  /** The source in use now. */
  readonly source: PriceSource
  /** How often that source has new prices. */
  readonly refreshMs: number
  /** @param atMs Unix time in milliseconds. */
  figuresOf(asset: CatalogueAsset, atMs: number): AssetFigures
}
