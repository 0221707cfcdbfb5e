/**
 * Settles orders that wait: a fill, a cancellation or the end of its day. Each is one transaction,
 * conditioned on the order being as it was read, so of all who try to settle an order one succeeds.
 */
import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { AppError } from '@cnop/contracts/errors'
import { ZERO_CASH, minus, plus, type Price } from '@cnop/money/scaled'
import { costOf, costShare, proceedsOf } from '@cnop/money/trade'
import { z } from 'zod'

import { actDeadline, backOff } from '../dynamodb/back-off.ts'
import { LEDGER } from '../dynamodb/tables.ts'
import { attempt, nothingRefused } from './attempt.ts'
import { addToHolding, releaseQuantity, takeFromHolding } from './holding-writes.ts'
import { readHolding } from './holdings.ts'
import { EntryItem, OrderItem, isPurchase } from './items.ts'
import { settlementEntry } from './journal-entry.ts'
import { tradedKey, usernameIn } from './keys.ts'
import type { Ledger } from './ledger.ts'
import { newId } from './new-id.ts'
import { leaveBook, type OpenOrder } from './open-book.ts'
import { readOrder } from './orders.ts'
import { sealed } from './seal.ts'
import { tooBusy, type FillPrice } from './trade.ts'
import { cashUpdate, putOnce, type CashChange, type WriteItem } from './writes.ts'

const tableOf = ({ database }: Ledger): string => database.tableName(LEDGER.name)

/** The waiting order as it stands, or `undefined` if it waits no more. */
export const readWaiting = async (
  { database }: Ledger,
  { user_key, order_key }: OpenOrder,
): Promise<OrderItem | undefined> => {
  const { Item } = await database.documents.send(
    new GetCommand({
      TableName: database.tableName(LEDGER.name),
      Key: { pk: user_key, sk: order_key },
      ConsistentRead: true,
    }),
  )
  const order = Item === undefined ? undefined : OrderItem.parse(Item)
  return order?.status === 'queued' ? order : undefined
}

/**
 * Fills a waiting order at a price that meets its limit; what a purchase held too much is given back.
 * Whether this call filled it: `false` when someone else settled it first.
 * @throws {AppError} TRY_AGAIN: the order waits on.
 */
export const fillWaiting = async (
  ledger: Ledger,
  order: OrderItem,
  at: FillPrice,
): Promise<boolean> => {
  if (isPurchase(order)) return await fillPurchase(ledger, order, at)
  const deadline = actDeadline()
  for (let tried = 0; ; tried += 1) {
    const filled = await fillSale(ledger, order, at, deadline)
    if (filled !== 'holding changed') return filled
    if (!(await backOff(tried, deadline))) throw tooBusy()
  }
}

const fillPurchase = async (ledger: Ledger, order: OrderItem, at: FillPrice): Promise<boolean> => {
  const hold = order.hold ?? ZERO_CASH
  const total = costOf(order.quantity, at.price)
  const surplus = minus(hold, total)
  const filled = settled(ledger, order, { ...fillOf(order, at), total })
  return await settle(ledger, order, filled, {
    cash: { available: surplus, held: minus(ZERO_CASH, hold), entries: surplus > 0n ? 1 : 0 },
    holding: addToHolding(tableOf(ledger), filled),
    entry: surplus > 0n ? settlementEntry(filled, 'ORDER_REFUND', surplus) : undefined,
  })
}

const fillSale = async (
  ledger: Ledger,
  order: OrderItem,
  at: FillPrice,
  deadline: number,
): Promise<boolean | 'holding changed'> => {
  const seen = await readHolding(ledger, usernameIn(order.pk), order.asset_id)
  if (seen === undefined || (await isSettled(ledger, order))) return false
  const total = proceedsOf(order.quantity, at.price)
  const costSold = costShare(seen.cost, order.quantity, plus(seen.available, seen.held))
  const filled = settled(ledger, order, { ...fillOf(order, at), total, cost_sold: costSold })
  const settlement = {
    cash: { available: total, entries: 1 },
    holding: takeFromHolding(tableOf(ledger), filled, { seen, from: 'held', costSold }),
    entry: settlementEntry(filled, 'ORDER_PAYMENT', total),
  }
  const done = await settle(ledger, order, filled, settlement, deadline)
  return done || 'holding changed'
}

const isSettled = async (ledger: Ledger, { pk, sk }: OrderItem): Promise<boolean> =>
  (await readWaiting(ledger, { user_key: pk, order_key: sk })) === undefined

/**
 * Ends a waiting order without a fill; all it held is free again. Whether this call ended it: `undefined`
 * when it was settled first.
 * @throws {AppError} TRY_AGAIN
 */
export const closeWaiting = async (
  ledger: Ledger,
  order: OrderItem,
  status: 'cancelled' | 'expired',
): Promise<OrderItem | undefined> => {
  const closed = settled(ledger, order, { status })
  const { hold } = order
  const done = await settle(ledger, order, closed, {
    cash: hold && { available: hold, held: minus(ZERO_CASH, hold), entries: 1 },
    holding: hold === undefined ? releaseQuantity(tableOf(ledger), closed) : undefined,
    entry: hold && settlementEntry(closed, 'ORDER_REFUND', hold),
  })
  return done ? closed : undefined
}

/**
 * Cancels one of the user's own orders.
 * @throws {AppError} ORDER_NOT_FOUND, ORDER_NOT_CANCELLABLE, TRY_AGAIN
 */
export const cancelOrder = async (
  ledger: Ledger,
  username: string,
  orderId: string,
): Promise<OrderItem> => {
  const order = await readOrder(ledger, username, orderId)
  const closed =
    order.status === 'queued' ? await closeWaiting(ledger, order, 'cancelled') : undefined
  if (closed === undefined)
    throw new AppError('ORDER_NOT_CANCELLABLE', 'Only an open order can be cancelled.')
  return closed
}

type Settlement = {
  readonly cash: CashChange | undefined
  readonly holding: WriteItem | undefined
  readonly entry: EntryItem | undefined
}

/** Sends a settlement; whether it is done, by this call or by an attempt of it whose answer was lost. */
const settle = async (
  ledger: Ledger,
  waiting: OrderItem,
  next: OrderItem,
  { cash, holding, entry }: Settlement,
  deadline?: number,
): Promise<boolean> => {
  const table = tableOf(ledger)
  const writes = {
    order: replaceOrder(table, waiting, next),
    cash: cash && cashUpdate(table, waiting.pk, cash, next.updated_at),
    holding,
    entry: entry && putOnce(table, z.encode(EntryItem, entry)),
    ...leaveBook(ledger, waiting, limitOf(waiting)),
  }
  const refused = await attempt(ledger, writes, deadline)
  if (nothingRefused(refused)) return true
  return refused.order?.stored?.['seal'] === next.seal
}

const replaceOrder = (table: string, waiting: OrderItem, next: OrderItem): WriteItem => ({
  Put: {
    TableName: table,
    Item: z.encode(OrderItem, next),
    ConditionExpression: 'seal = :seen',
    ExpressionAttributeValues: { ':seen': waiting.seal },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  },
})

const settled = (ledger: Ledger, order: OrderItem, change: Partial<OrderItem>): OrderItem => {
  const now = ledger.now()
  const at = now.toISOString()
  const id = newId(now)
  return sealed({
    ...order,
    ...change,
    updated_at: at,
    completed_at: at,
    settlement_id: id,
    traded: change.status === 'completed' ? tradedKey(order.asset_id, id) : undefined,
    waiting: undefined,
  })
}

const fillOf = (order: OrderItem, { price, source, observedAt }: FillPrice) => ({
  status: 'completed' as const,
  executed_price: price,
  executed_quantity: order.quantity,
  price_source: source,
  price_observed_at: observedAt,
})

/** @throws {Error} for an order without a limit, which cannot wait. */
export const limitOf = ({ limit_price, order_id }: OrderItem): Price => {
  if (limit_price === undefined) throw new Error(`order ${order_id} waits without a limit`)
  return limit_price
}
