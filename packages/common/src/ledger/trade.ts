/**
 * Market orders: each fill is one transaction of three items (cash, holding, order), four when it uses a
 * quote. The order item is
 * its own journal entry, and its key carries the idempotency guard.
 */
import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { AppError } from '@cnop/contracts/errors'
import type { PriceSource } from '@cnop/contracts/inventory'
import {
  ZERO_CASH,
  ZERO_QUANTITY,
  minus,
  plus,
  type Cash,
  type Price,
  type Quantity,
} from '@cnop/money/scaled'
import { costOf, costShare, proceedsOf } from '@cnop/money/trade'
import { z } from 'zod'

import { LEDGER } from '../dynamodb/tables.ts'
import { transact } from '../dynamodb/transact.ts'
import { addToHolding, takeFromHolding } from './holding-writes.ts'
import { readHolding } from './holdings.ts'
import { OrderItem } from './items.ts'
import { ORDER_PREFIX, guardOf, quoteKey, userPartition } from './keys.ts'
import type { Ledger } from './ledger.ts'
import { newId } from './new-id.ts'
import { insufficientBalance, insufficientHoldings } from './refusals.ts'
import { sealed } from './seal.ts'
import { cashUpdate, putOnce, type WriteItem } from './writes.ts'

/** A market order that is ready to fill: how much, at what price, and where that price comes from. */
export type Fill = {
  readonly username: string
  readonly assetId: string
  readonly quantity: Quantity
  readonly price: Price
  readonly priceSource: PriceSource
  readonly priceObservedAt: string
  /** What the client asked for, in canonical words: tells a repeat from a reused key. */
  readonly request: string
  readonly clientKey: string | undefined
  readonly clientOrderId: string | undefined
  /** A firm quote to use up: its nonce. A quote makes one order, whoever sends it how often. */
  readonly quote?: string | undefined
}

export type Filled = { readonly order: OrderItem; readonly replayed: boolean }

/** Positions in the transaction, by which refusals are told apart. */
const CASH = 0
const ORDER = 2
const QUOTE = 3

/** A sale reads the holding first; when others change it in between, it reads again this often. */
const SALE_ATTEMPTS = 50

/**
 * Buys at `fill.price`. No read: the database decides whether there is enough money as it writes.
 * @throws {AppError} INSUFFICIENT_BALANCE, BALANCE_NOT_FOUND, IDEMPOTENCY_KEY_REUSED, TRY_AGAIN
 */
export const buy = async (ledger: Ledger, fill: Fill): Promise<Filled> => {
  const cost = costOf(fill.quantity, fill.price)
  const order = completedOrder(ledger, fill, { order_type: 'market_buy', total: cost })
  const filled = await commit(ledger, fill, order, {
    cashChange: minus(ZERO_CASH, cost),
    holdingWrite: addToHolding(tableOf(ledger), order),
  })
  if (filled === undefined) throw new Error('a purchase has no condition on the holding')
  return filled
}

/**
 * Sells at `fill.price`. One read, for the cost that leaves with the quantity; the write is conditioned
 * on the holding being as it was read.
 * @throws {AppError} INSUFFICIENT_HOLDINGS, BALANCE_NOT_FOUND, IDEMPOTENCY_KEY_REUSED, TRY_AGAIN
 */
export const sell = async (ledger: Ledger, fill: Fill): Promise<Filled> => {
  for (let attempt = 0; attempt < SALE_ATTEMPTS; attempt += 1) {
    const holding = await readHolding(ledger, fill.username, fill.assetId)
    if (holding === undefined || holding.available < fill.quantity)
      throw insufficientHoldings(fill.assetId, holding?.available ?? ZERO_QUANTITY)
    const proceeds = proceedsOf(fill.quantity, fill.price)
    const order = completedOrder(ledger, fill, {
      order_type: 'market_sell',
      total: proceeds,
      cost_sold: costShare(holding.cost, fill.quantity, plus(holding.available, holding.held)),
    })
    const filled = await commit(ledger, fill, order, {
      cashChange: proceeds,
      holdingWrite: takeFromHolding(tableOf(ledger), order, holding),
    })
    if (filled !== undefined) return filled
  }
  throw new AppError('TRY_AGAIN', 'Too many orders for this asset at once. Nothing was moved.', {
    retryAfterSeconds: 1,
  })
}

/**
 * The order an earlier request with the same key placed, if it did. A refusal asks this first: what has
 * happened once is answered the same again, even if it could not happen now.
 * @throws {AppError} IDEMPOTENCY_KEY_REUSED when that request asked for something else.
 */
export const findRepeat = async (
  ledger: Ledger,
  wanted: Pick<Fill, 'username' | 'request'> & { readonly clientKey: string },
): Promise<Filled | undefined> => {
  const { Item } = await ledger.database.documents.send(
    new GetCommand({
      TableName: tableOf(ledger),
      Key: { pk: userPartition(wanted.username), sk: orderKey(wanted.clientKey) },
      ConsistentRead: true,
    }),
  )
  return Item === undefined ? undefined : repeatOf(OrderItem.parse(Item), wanted)
}

const tableOf = ({ database }: Ledger): string => database.tableName(LEDGER.name)

const orderKey = (clientKey: string): string => `${ORDER_PREFIX}${guardOf('order', clientKey)}`

/** Sends the transaction; `undefined` when the holding was not as the write demands. */
const commit = async (
  ledger: Ledger,
  fill: Fill,
  order: OrderItem,
  { cashChange, holdingWrite }: { cashChange: Cash; holdingWrite: WriteItem },
): Promise<Filled | undefined> => {
  const table = tableOf(ledger)
  const refusals = await transact(ledger.database, [
    cashUpdate(table, fill.username, cashChange, order.created_at),
    holdingWrite,
    putOnce(table, z.encode(OrderItem, order)),
    ...(fill.quote === undefined ? [] : [useQuote(table, order, fill.quote)]),
  ])
  if (refusals.length === 0) return { order, replayed: false }
  // The order decides first: if it is there the act has happened, whatever cash and holding say by now.
  const stored = refusals.find((refusal) => refusal.index === ORDER)?.stored
  if (stored !== undefined) {
    const filled = repeatOf(OrderItem.parse(stored), fill)
    return { ...filled, replayed: filled.order.order_id !== order.order_id }
  }
  if (refusals.some((refusal) => refusal.index === QUOTE))
    throw new AppError('QUOTE_USED', 'This quote has made an order already. Ask for a new one.')
  const cashRefusal = refusals.find((refusal) => refusal.index === CASH)
  if (cashRefusal !== undefined) throw insufficientBalance(cashRefusal)
  return undefined
}

const DAY_SECONDS = 86_400

/** Kept for a day, long after the quote itself has expired. */
const useQuote = (table: string, order: OrderItem, nonce: string): WriteItem =>
  putOnce(table, {
    pk: order.pk,
    sk: quoteKey(nonce),
    order_id: order.order_id,
    expires_at: Math.floor(Date.parse(order.created_at) / 1_000) + DAY_SECONDS,
  })

const repeatOf = (order: OrderItem, wanted: Pick<Fill, 'request'>): Filled => {
  if (order.request !== wanted.request)
    throw new AppError(
      'IDEMPOTENCY_KEY_REUSED',
      'This key was used for another order. Use a new key for a new order.',
    )
  return { order, replayed: true }
}

const completedOrder = (
  ledger: Ledger,
  fill: Fill,
  outcome: Pick<OrderItem, 'order_type' | 'total' | 'cost_sold'>,
): OrderItem => {
  const now = ledger.now()
  const id = newId(now)
  const completedAt = now.toISOString()
  return sealed({
    pk: userPartition(fill.username),
    sk: fill.clientKey === undefined ? `${ORDER_PREFIX}${id}` : orderKey(fill.clientKey),
    at: `${ORDER_PREFIX}${id}`,
    order_id: id,
    client_order_id: fill.clientOrderId,
    request: fill.request,
    asset_id: fill.assetId,
    quantity: fill.quantity,
    executed_price: fill.price,
    executed_quantity: fill.quantity,
    ...outcome,
    status: 'completed',
    price_source: fill.priceSource,
    price_observed_at: fill.priceObservedAt,
    created_at: completedAt,
    updated_at: completedAt,
    completed_at: completedAt,
  })
}
