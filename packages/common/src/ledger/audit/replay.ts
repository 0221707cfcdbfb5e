import { ZERO_CASH, ZERO_QUANTITY, minus, plus, type Cash, type Quantity } from '@cnop/money/scaled'

import type { EntryItem, OrderItem } from '../items.ts'

/** What a user must have, from the journal alone. */
export type Replayed = {
  readonly cash: Cash
  readonly entries: number
  readonly holdings: ReadonlyMap<string, ReplayedHolding>
  /** Money that came in from outside, less what went out. */
  readonly paidIn: Cash
  /** Money that went into assets, less what came back. */
  readonly inTrades: Cash
}

export type ReplayedHolding = {
  readonly quantity: Quantity
  readonly cost: Cash
  readonly realized: Cash
}

const NOTHING: ReplayedHolding = {
  quantity: ZERO_QUANTITY,
  cost: ZERO_CASH,
  realized: ZERO_CASH,
}

/** Adds a journal up from nothing. The order of its items does not matter: all of it is sums. */
export const replay = (entries: readonly EntryItem[], orders: readonly OrderItem[]): Replayed => {
  const holdings = new Map<string, ReplayedHolding>()
  let paidIn = ZERO_CASH
  for (const { amount } of entries) paidIn = plus(paidIn, amount)
  let inTrades = ZERO_CASH
  for (const order of orders) {
    const bought = order.order_type === 'market_buy'
    inTrades = bought ? plus(inTrades, order.total) : minus(inTrades, order.total)
    const before = holdings.get(order.asset_id) ?? NOTHING
    holdings.set(order.asset_id, bought ? afterPurchase(before, order) : afterSale(before, order))
  }
  return {
    cash: minus(paidIn, inTrades),
    entries: entries.length + orders.length,
    holdings,
    paidIn,
    inTrades,
  }
}

const afterPurchase = (before: ReplayedHolding, order: OrderItem): ReplayedHolding => ({
  ...before,
  quantity: plus(before.quantity, order.executed_quantity),
  cost: plus(before.cost, order.total),
})

const afterSale = (before: ReplayedHolding, order: OrderItem): ReplayedHolding => {
  const costSold = order.cost_sold ?? ZERO_CASH
  return {
    quantity: minus(before.quantity, order.executed_quantity),
    cost: minus(before.cost, costSold),
    realized: plus(before.realized, minus(order.total, costSold)),
  }
}
