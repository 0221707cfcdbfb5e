import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { AppError } from '@cnop/contracts/errors'
import type { TimeInForce } from '@cnop/contracts/orders'
import { ZERO_CASH, ZERO_QUANTITY, type Price, type Quantity } from '@cnop/money/scaled'

import { LEDGER } from '../dynamodb/tables.ts'
import type { Refusal } from '../dynamodb/transact.ts'
import { OrderItem } from './items.ts'
import { ORDER_PREFIX, guardOf, tradedKey, userPartition } from './keys.ts'
import type { Clock, Ledger } from './ledger.ts'
import { newId } from './new-id.ts'
import { sealed } from './seal.ts'

/** An order as someone means it, before anything has happened. */
export type OrderIntent = {
  readonly username: string
  readonly side: 'buy' | 'sell'
  readonly assetId: string
  readonly quantity: Quantity
  /** The worst price to take and how long to wait for it; `undefined` for a market order. */
  readonly limit?: LimitTerms | undefined
  /** What the client asked for, in canonical words: tells a repeat from a reused key. */
  readonly request: string
  readonly clientKey: string | undefined
  readonly clientOrderId: string | undefined
}

export type LimitTerms = {
  readonly price: Price
  readonly timeInForce: TimeInForce
  /** RFC 3339, UTC; `undefined`: waits until cancelled. */
  readonly expiresAt: string | undefined
}

/** An order that was placed, now or by an earlier request with the same key. */
export type Placed = { readonly order: OrderItem; readonly replayed: boolean }

type Outcome = Pick<OrderItem, 'status'> & Partial<OrderItem>

/** The item of a new order. Its key carries the idempotency guard. */
export const newOrder = (
  { now: clock }: Clock,
  intent: OrderIntent,
  outcome: Outcome,
): OrderItem => {
  const now = clock()
  const id = newId(now)
  const { username, side, limit, clientKey } = intent
  return sealed({
    pk: userPartition(username),
    sk: clientKey === undefined ? `${ORDER_PREFIX}${id}` : orderKey(clientKey),
    at: `${ORDER_PREFIX}${id}`,
    order_id: id,
    client_order_id: intent.clientOrderId,
    request: intent.request,
    order_type: limit === undefined ? (`market_${side}` as const) : (`limit_${side}` as const),
    asset_id: intent.assetId,
    quantity: intent.quantity,
    limit_price: limit?.price,
    time_in_force: limit?.timeInForce,
    expires_at: limit?.expiresAt,
    executed_quantity: ZERO_QUANTITY,
    total: ZERO_CASH,
    created_at: now.toISOString(),
    updated_at: now.toISOString(),
    traded: outcome.status === 'completed' ? tradedKey(intent.assetId, id) : undefined,
    waiting: outcome.status === 'queued' ? id : undefined,
    ...outcome,
  })
}

const orderKey = (clientKey: string): string => `${ORDER_PREFIX}${guardOf('order', clientKey)}`

/**
 * What a refused put of a new order means: it is there already, put by an earlier request with the same
 * key, or by this one when an answer was lost.
 * @throws {AppError} IDEMPOTENCY_KEY_REUSED
 */
export const placedBefore = (
  refusal: Refusal | undefined,
  order: OrderItem,
): Placed | undefined => {
  if (refusal?.stored === undefined) return undefined
  const placed = repeatOf(OrderItem.parse(refusal.stored), order)
  return { ...placed, replayed: placed.order.order_id !== order.order_id }
}

/**
 * The order an earlier request with the same key placed, if it did. A refusal asks this first: what has
 * happened once is answered the same again, even if it could not happen now.
 * @throws {AppError} IDEMPOTENCY_KEY_REUSED when that request asked for something else.
 */
export const findRepeat = async (
  { database }: Ledger,
  wanted: Pick<OrderIntent, 'username' | 'request'> & { readonly clientKey: string },
): Promise<Placed | undefined> => {
  const { Item } = await database.documents.send(
    new GetCommand({
      TableName: database.tableName(LEDGER.name),
      Key: { pk: userPartition(wanted.username), sk: orderKey(wanted.clientKey) },
      ConsistentRead: true,
    }),
  )
  return Item === undefined ? undefined : repeatOf(OrderItem.parse(Item), wanted)
}

const repeatOf = (order: OrderItem, wanted: Pick<OrderIntent, 'request'>): Placed => {
  if (order.request !== wanted.request)
    throw new AppError(
      'IDEMPOTENCY_KEY_REUSED',
      'This key was used for another order. Use a new key for a new order.',
    )
  return { order, replayed: true }
}
