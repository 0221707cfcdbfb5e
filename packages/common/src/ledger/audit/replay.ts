import {
  ZERO_BASIS,
  ZERO_CASH,
  ZERO_QUANTITY,
  minus,
  plus,
  type Basis,
  type Cash,
  type Quantity,
} from '@cnop/money/scaled'
import { toBasis } from '@cnop/money/trade'

import { isPurchase, type EntryItem, type OrderItem } from '../items.ts'

/** What a user must have, from the journal alone. */
export type Replayed = {
  readonly available: Cash
  /** Set aside for purchases that wait. */
  readonly held: Cash
  readonly entries: number
  readonly holdings: ReadonlyMap<string, ReplayedHolding>
  /** Money that came in from outside, less what went out. */
  readonly paidIn: Cash
  /** Money that went into assets, less what came back. */
  readonly inTrades: Cash
}

export type ReplayedHolding = {
  readonly quantity: Quantity
  /** The part of it that sales which wait have set aside. */
  readonly held: Quantity
  readonly cost: Basis
  readonly realized: Basis
}

const NOTHING: ReplayedHolding = {
  quantity: ZERO_QUANTITY,
  held: ZERO_QUANTITY,
  cost: ZERO_BASIS,
  realized: ZERO_BASIS,
}

const OF_ORDERS: ReadonlySet<string> = new Set(['ORDER_PAYMENT', 'ORDER_REFUND'])

/** Adds a journal up from nothing. The order of its items does not matter: all of it is sums. */
export const replay = (entries: readonly EntryItem[], orders: readonly OrderItem[]): Replayed => {
  const movers = orders.filter(({ cash_change }) => cash_change !== undefined)
  const sumOf = (amounts: (Cash | undefined)[]): Cash =>
    amounts.reduce<Cash>((sum, amount) => plus(sum, amount ?? ZERO_CASH), ZERO_CASH)
  const waiting = orders.filter(({ status }) => status === 'queued')
  const completed = orders.filter(({ status }) => status === 'completed')
  return {
    available: plus(
      sumOf(entries.map(({ amount }) => amount)),
      sumOf(movers.map(({ cash_change }) => cash_change)),
    ),
    held: sumOf(waiting.map(({ hold }) => hold)),
    entries: entries.length + movers.length,
    holdings: holdingsOf([...completed, ...waiting]),
    paidIn: sumOf(entries.filter(({ type }) => !OF_ORDERS.has(type)).map(({ amount }) => amount)),
    inTrades: sumOf(
      completed.map((order) => (isPurchase(order) ? order.total : minus(ZERO_CASH, order.total))),
    ),
  }
}

const holdingsOf = (orders: readonly OrderItem[]): ReadonlyMap<string, ReplayedHolding> => {
  const holdings = new Map<string, ReplayedHolding>()
  for (const order of orders) {
    if (order.status === 'queued' && isPurchase(order)) continue
    const before = holdings.get(order.asset_id) ?? NOTHING
    holdings.set(order.asset_id, after(before, order))
  }
  return holdings
}

const after = (before: ReplayedHolding, order: OrderItem): ReplayedHolding => {
  if (order.status === 'queued') return { ...before, held: plus(before.held, order.quantity) }
  if (isPurchase(order))
    return {
      ...before,
      quantity: plus(before.quantity, order.executed_quantity),
      cost: plus(before.cost, toBasis(order.total)),
    }
  const costSold = order.cost_sold ?? ZERO_BASIS
  return {
    ...before,
    quantity: minus(before.quantity, order.executed_quantity),
    cost: minus(before.cost, costSold),
    realized: plus(before.realized, minus(toBasis(order.total), costSold)),
  }
}
