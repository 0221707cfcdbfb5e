import type { Cash, Price, Quantity } from '@cnop/money/scaled'
import { printCash, printQuantity } from '@cnop/money/text'
import { costOf, proceedsOf, quantityForBudget, quantityForProceeds } from '@cnop/money/trade'

/** What is to be traded, and how much of it. */
export type OrderTerms = {
  readonly side: 'buy' | 'sell'
  readonly assetId: string
  /** Units of the asset, or dollars to spend (buy) or to receive at the least (sell). */
  readonly size: { readonly quantity: Quantity } | { readonly quoteAmount: Cash }
}

/** The terms in words that are the same for `1.0` and `1.00`. */
export const canonicalTerms = ({ side, assetId, size }: OrderTerms): string =>
  'quantity' in size
    ? `${side} ${assetId} quantity=${printQuantity(size.quantity)}`
    : `${side} ${assetId} quote_amount=${printCash(size.quoteAmount)}`

/** The units that the terms come to at a price; of dollars, in whole steps. */
export const quantityAt = ({ side, size }: OrderTerms, price: Price, step: Quantity): Quantity => {
  if ('quantity' in size) return size.quantity
  return side === 'buy'
    ? quantityForBudget(size.quoteAmount, price, step)
    : quantityForProceeds(size.quoteAmount, price, step)
}

/** Dollars to pay for a purchase or to receive for a sale. */
export const totalOf = (side: OrderTerms['side'], quantity: Quantity, price: Price): Cash =>
  side === 'buy' ? costOf(quantity, price) : proceedsOf(quantity, price)
