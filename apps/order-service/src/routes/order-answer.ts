import type { OrderItem } from '@cnop/common/ledger/items'
import type { Order } from '@cnop/contracts/orders'
import { printCash, printPrice, printQuantity } from '@cnop/money/text'

/** An order as the API shows it: the stored one without keys and bookkeeping. */
export const orderAnswer = (order: OrderItem): Order => ({
  order_id: order.order_id,
  client_order_id: order.client_order_id ?? null,
  order_type: order.order_type,
  asset_id: order.asset_id,
  quantity: printQuantity(order.quantity),
  price: null,
  executed_price: printPrice(order.executed_price),
  executed_quantity: printQuantity(order.executed_quantity),
  total_amount: printCash(order.total),
  status: order.status,
  reason: null,
  price_source: order.price_source,
  price_observed_at: order.price_observed_at,
  created_at: order.created_at,
  updated_at: order.updated_at,
  completed_at: order.completed_at,
})

/** `Bought 0.00389105 BTC for 250.00 USD.` */
export const orderMessage = (order: OrderItem): string => {
  const verb = order.order_type === 'market_buy' ? 'Bought' : 'Sold'
  return `${verb} ${printQuantity(order.executed_quantity)} ${order.asset_id} for ${printCash(order.total)} USD.`
}
