/** The items of the ledger table as the code reads and writes them. */
import { TransactionType } from '@cnop/contracts/balance'
import { PriceSource } from '@cnop/contracts/inventory'
import { OrderStatus, OrderType, TimeInForce } from '@cnop/contracts/orders'
import { z } from 'zod'

import {
  basisField,
  cashField,
  integerField,
  priceField,
  quantityField,
} from '../dynamodb/fields.ts'

const keys = { pk: z.string(), sk: z.string() }

/**
 * The dollar balance. `entries` counts the journal; `version` every change, so that readers see one. With
 * a daily limit, what was deposited and withdrawn on the day named. A private demo account has `demo_until` (RFC 3339,
 * UTC): nothing moves after it, and the account is deleted.
 */
export const CashItem = z.object({
  ...keys,
  available: cashField,
  held: cashField,
  entries: integerField,
  version: integerField,
  deposit_day: z.string().optional(),
  deposit_sum: cashField.optional(),
  withdraw_day: z.string().optional(),
  withdraw_sum: cashField.optional(),
  demo_until: z.string().optional(),
  updated_at: z.string(),
})
export type CashItem = z.output<typeof CashItem>

/**
 * A holding. `cost` is what the quantity still held (available + held) was bought for, `realized` the proceeds of all
 * sales less what was sold cost. The average cost is derived, never stored.
 */
export const HoldingItem = z.object({
  ...keys,
  asset_id: z.string(),
  available: quantityField,
  held: quantityField,
  cost: basisField,
  realized: basisField,
  updated_at: z.string(),
})
export type HoldingItem = z.output<typeof HoldingItem>

/**
 * A movement of cash that is not an order's own. `amount` is signed. An adjustment says why it was made
 * and by whom.
 */
export const EntryItem = z.object({
  ...keys,
  at: z.string(),
  transaction_id: z.string(),
  type: TransactionType,
  amount: cashField,
  order_id: z.string().optional(),
  reason: z.string().optional(),
  made_by: z.string().optional(),
  created_at: z.string(),
  seal: z.string(),
})
export type EntryItem = z.output<typeof EntryItem>

/**
 * An order. `request` is what was asked for, in canonical words, to tell a repeat from a reused key.
 *
 * - `cash_change`: what the order itself did to the available cash when it was placed, signed. A fill of
 *   an order that waited, and a cancellation, have journal entries of their own.
 * - `hold`: cents that a waiting purchase set aside.
 * - `settlement_id`: which attempt settled an order that waited: tells it from all others.
 * - `traded`: of a filled order, its asset and the ULID of its fill: its place in the index of trades.
 * - `waiting`: of an order that waits, its ULID: its place in the index of those.
 * - `market_price`: of an order that used a firm quote, the market's price when the quote was made.
 * - `cost_sold`: for a sale, the part of the holding's cost that left with it.
 */
export const OrderItem = z.object({
  ...keys,
  at: z.string(),
  order_id: z.string(),
  client_order_id: z.string().optional(),
  request: z.string(),
  order_type: OrderType,
  asset_id: z.string(),
  quantity: quantityField,
  limit_price: priceField.optional(),
  time_in_force: TimeInForce.optional(),
  expires_at: z.string().optional(),
  cash_change: cashField.optional(),
  hold: cashField.optional(),
  executed_price: priceField.optional(),
  market_price: priceField.optional(),
  executed_quantity: quantityField,
  total: cashField,
  cost_sold: basisField.optional(),
  status: OrderStatus,
  reason: z.string().optional(),
  price_source: PriceSource.optional(),
  price_observed_at: z.string().optional(),
  created_at: z.string(),
  updated_at: z.string(),
  completed_at: z.string().optional(),
  settlement_id: z.string().optional(),
  traded: z.string().optional(),
  waiting: z.string().optional(),
  seal: z.string(),
})
export type OrderItem = z.output<typeof OrderItem>

/** A quote that was used up, by one order. Expires a day later. */
export const UsedQuoteItem = z.object({ ...keys, order_id: z.string(), expires_at: integerField })
export type UsedQuoteItem = z.output<typeof UsedQuoteItem>

/** Whether an order buys; otherwise it sells. */
export const isPurchase = ({ order_type }: Pick<OrderItem, 'order_type'>): boolean =>
  order_type === 'market_buy' || order_type === 'limit_buy'
