import type { Order } from '@cnop/contracts/orders'
import { parsePrice, parseQuantity, printCash } from '@cnop/money/text'
import { costOf } from '@cnop/money/trade'

import { formatQuantity, formatUsd } from '../../lib/format'
import { isOpen } from './order-names'

/** What an order that waits keeps from being spent twice: dollars to buy with, or what is to be sold. */
export const setAsideBy = (order: Order): string | undefined => {
  const { price, quantity, order_type, asset_id } = order
  if (!isOpen(order) || price === null) return undefined
  return order_type === 'limit_buy'
    ? formatUsd(printCash(costOf(parseQuantity(quantity), parsePrice(price))))
    : `${formatQuantity(quantity)} ${asset_id}`
}
