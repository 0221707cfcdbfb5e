import type { PriceSource } from '@cnop/contracts/inventory'
import type { Price } from '@cnop/money/scaled'

export type PastPrice = { readonly price: Price; readonly source: PriceSource }

/** Prices of assets at the ends of hours or days: by asset, then by Unix time in milliseconds. */
type PriceTable = ReadonlyMap<string, ReadonlyMap<number, PastPrice>>

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
