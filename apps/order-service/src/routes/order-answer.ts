import { isPurchase, type OrderItem } from '@cnop/common/ledger/items'
import { quoteSpread } from '@cnop/common/ledger/quote-spread'
import type { Order } from '@cnop/contracts/orders'
import { printCash, printPrice, printQuantity, printShort } from '@cnop/money/text'

/** An order as the API shows it: the stored one without keys and bookkeeping. */
export const orderAnswer = (order: OrderItem): Order => ({
  order_id: order.order_id,
  client_order_id: order.client_order_id ?? null,
  order_type: order.order_type,
  asset_id: order.asset_id,
  quantity: printQuantity(order.quantity),
  price: order.limit_price === undefined ? null : printPrice(order.limit_price),
  time_in_force: order.time_in_force ?? null,
  expires_at: order.expires_at ?? null,
  executed_price: order.executed_price === undefined ? null : printPrice(order.executed_price),
  executed_quantity: printQuantity(order.executed_quantity),
  total_amount: printCash(order.total),
  quote_spread: printCash(quoteSpread(order)),
  status: order.status,
  reason: order.reason ?? null,
  price_source: order.price_source ?? null,
  price_observed_at: order.price_observed_at ?? null,
  price_age_seconds: priceAgeOf(order),
  created_at: order.created_at,
  updated_at: order.updated_at,
  completed_at: order.completed_at ?? null,
})

/** Clocks differ: a price is never younger than new. */
const priceAgeOf = ({ price_observed_at: seen, completed_at: filled }: OrderItem): number | null =>
  seen === undefined || filled === undefined
    ? null
    : Math.max(0, Date.parse(filled) - Date.parse(seen)) / 1_000

/** `Bought 0.00389105 BTC for 250.00 USD.` */
export const orderMessage = (order: OrderItem): string => {
  const verb = isPurchase(order) ? 'buy' : 'sell'
  const what = `${printShort(order.quantity)} ${order.asset_id}`
  const limit = order.limit_price === undefined ? '' : ` at ${printPrice(order.limit_price)}`
  if (order.status === 'queued') return `Waiting to ${verb} ${what}${limit} or better.`
  if (order.status !== 'completed')
    return `The order to ${verb} ${what}${limit} is ${order.status}.`
  return `${isPurchase(order) ? 'Bought' : 'Sold'} ${what} for ${printCash(order.total)} USD.`
}
