import type { PriceBasis } from '@cnop/contracts/candles'
import type { PriceSource } from '@cnop/contracts/inventory'
import type { Price } from '@cnop/money/scaled'

export type PastPrice = { readonly price: Price; readonly source: PriceSource }

/** Prices of assets at some moments: by asset, then by Unix time in milliseconds. */
export type PriceTable<P extends PastPrice = PastPrice> = ReadonlyMap<
  string,
  ReadonlyMap<number, P>
>

/**
 * Asks for the prices of assets at the end of every interval that begins in `[fromMs, toMs)`.
 * @throws {AppError} PRICE_UNAVAILABLE when they cannot be had now.
 */
export type PastPrices = (wanted: {
  readonly assetIds: readonly string[]
  readonly interval: '1h' | '1d'
  readonly fromMs: number
  readonly toMs: number
}) => Promise<PriceTable>

export type MomentPrice = PastPrice & { readonly basis: PriceBasis }

/**
 * Asks for the finest recorded prices of assets at some moments, Unix time in milliseconds.
 * @throws {AppError} PRICE_UNAVAILABLE when they cannot be had now.
 */
export type MomentPrices = (wanted: {
  readonly assetIds: readonly string[]
  readonly at: readonly number[]
}) => Promise<PriceTable<MomentPrice>>
