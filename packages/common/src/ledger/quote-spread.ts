import { ZERO_CASH, minus, type Cash } from '@cnop/money/scaled'
import { costOf, proceedsOf } from '@cnop/money/trade'

import { isPurchase, type OrderItem } from './items.ts'

/** Dollars that an order paid for a firm price: more for a purchase, or less for a sale, than at the market's price. */
export const quoteSpread = (order: OrderItem): Cash => {
  const { market_price: at, executed_quantity: quantity, total } = order
  if (at === undefined) return ZERO_CASH
  return isPurchase(order)
    ? minus(total, costOf(quantity, at))
    : minus(proceedsOf(quantity, at), total)
}
