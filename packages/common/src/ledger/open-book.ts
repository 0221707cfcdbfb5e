import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { dayOf } from '@cnop/contracts/period'
import type { Price } from '@cnop/money/scaled'
import { z } from 'zod'

import type { Database } from '../dynamodb/client.ts'
import { OPEN_ORDERS } from '../dynamodb/tables.ts'
import { isPurchase, type OrderItem } from './items.ts'
import type { Ledger } from './ledger.ts'
import { putOnce, type WriteItem } from './writes.ts'

/**
 * Keys of the table of orders that wait:
 *
 * | pk                        | sk                | item                                     |
 * | ------------------------- | ----------------- | ---------------------------------------- |
 * | `<asset>#<side>#<shard>`  | `<rank>#<ULID>`   | a waiting order, best price first, then oldest |
 * | `EXPIRY#<date>`           | `<ULID>`          | a day order, under the day it ends on    |
 * | `ACTIVE`                  | `<asset>#<side>`  | a side of an asset that has had orders   |
 *
 * The rank makes "met by this price" one range of keys: a sale ranks by its price, a purchase by the
 * distance of its price from the highest there can be. So a price reads what it meets and nothing else.
 */
export type Side = 'buy' | 'sell'

const SHARDS = 4
const RANK_DIGITS = 24
const HIGHEST = 10n ** BigInt(RANK_DIGITS) - 1n
const PAGE = 100
const ACTIVE = 'ACTIVE'

const rankOf = (side: Side, price: Price): string =>
  (side === 'sell' ? price : HIGHEST - price).toString().padStart(RANK_DIGITS, '0')

const sideOf = (order: OrderItem): Side => (isPurchase(order) ? 'buy' : 'sell')

/** The last character of a ULID is random, so it spreads orders evenly. */
const shardOf = (orderId: string): number => orderId.charCodeAt(orderId.length - 1) % SHARDS

const partitionOf = (assetId: string, side: Side, shard: number): string =>
  `${assetId}#${side}#${shard}`

/** Where a waiting order is kept in the ledger. */
const OpenOrder = z.object({ user_key: z.string(), order_key: z.string() })
export type OpenOrder = z.infer<typeof OpenOrder>

const keyOf = (order: OrderItem, price: Price) => ({
  pk: partitionOf(order.asset_id, sideOf(order), shardOf(order.order_id)),
  sk: `${rankOf(sideOf(order), price)}#${order.order_id}`,
})

const expiryKeyOf = (order: OrderItem, expiresAt: string) => ({
  pk: `EXPIRY#${dayOf(expiresAt)}`,
  sk: order.order_id,
})

const tableOf = ({ database }: Ledger): string => database.tableName(OPEN_ORDERS.name)

/** The writes that put an order into the book, for the transaction that places it. */
export const enterBook = (ledger: Ledger, order: OrderItem, price: Price) => {
  const table = tableOf(ledger)
  const item = { user_key: order.pk, order_key: order.sk }
  return {
    book: putOnce(table, { ...keyOf(order, price), ...item }),
    expiry:
      order.expires_at === undefined
        ? undefined
        : putOnce(table, { ...expiryKeyOf(order, order.expires_at), ...item }),
  }
}

/** The writes that take it out again, for the transaction that fills or closes it. */
export const leaveBook = (ledger: Ledger, order: OrderItem, price: Price) => ({
  book: removal(ledger, keyOf(order, price)),
  expiry:
    order.expires_at === undefined
      ? undefined
      : removal(ledger, expiryKeyOf(order, order.expires_at)),
})

const removal = (ledger: Ledger, key: { pk: string; sk: string }): WriteItem => ({
  Delete: { TableName: tableOf(ledger), Key: key },
})

/** What this process has noted already: a side that was active once stays so. */
const noted = new WeakMap<Database, Set<string>>()

/** Notes, before an order waits there, that a side has orders. Safe to repeat. @throws {AppError} TRY_AGAIN */
export const activateSide = async (ledger: Ledger, assetId: string, side: Side): Promise<void> => {
  const { database } = ledger
  const sk = `${assetId}#${side}`
  const sides = noted.get(database) ?? new Set()
  if (sides.has(sk)) return
  await database.documents.send(
    new PutCommand({ TableName: tableOf(ledger), Item: { pk: ACTIVE, sk } }),
  )
  noted.set(database, sides.add(sk))
}

/** The sides of assets that have had orders: the only ones a price has to look at. */
export const activeSides = async (ledger: Ledger): Promise<{ assetId: string; side: Side }[]> => {
  const items = await queryAll(ledger, { pk: ACTIVE })
  return items.flatMap(({ sk }) => {
    const [assetId = '', side] = String(sk).split('#')
    return side === 'buy' || side === 'sell' ? [{ assetId, side }] : []
  })
}

/** Up to a page per shard of the orders that a price meets, best first. */
export const ordersMet = async (
  ledger: Ledger,
  { assetId, side, price }: { assetId: string; side: Side; price: Price },
): Promise<OpenOrder[]> => {
  const upTo = `${rankOf(side, price)}#~`
  const shards = Array.from({ length: SHARDS }, (_, shard) => partitionOf(assetId, side, shard))
  const pages = await Promise.all(shards.map((pk) => queryAll(ledger, { pk, upTo, limit: PAGE })))
  return pages.flat().map((item) => OpenOrder.parse(item))
}

/** Day orders that end on a day (`2026-01-31`). */
export const ordersEnding = async (ledger: Ledger, day: string): Promise<OpenOrder[]> => {
  const items = await queryAll(ledger, { pk: `EXPIRY#${day}` })
  return items.map((item) => OpenOrder.parse(item))
}

/** Whether the book has a waiting order, and its end if it has one, for the audit. */
export const isInBook = async (
  ledger: Ledger,
  order: OrderItem,
  price: Price,
): Promise<boolean> => {
  const { expires_at } = order
  const keys = [
    keyOf(order, price),
    ...(expires_at === undefined ? [] : [expiryKeyOf(order, expires_at)]),
  ]
  const found = await Promise.all(
    keys.map(async ({ pk, sk }) => await queryAll(ledger, { pk, upTo: sk, from: sk })),
  )
  return found.every((items) => items.length === 1)
}

type BookQuery = {
  readonly pk: string
  readonly from?: string
  readonly upTo?: string
  readonly limit?: number
}

const queryAll = async (
  ledger: Ledger,
  { pk, from = ' ', upTo = '~', limit = Infinity }: BookQuery,
): Promise<Record<string, unknown>[]> => {
  const items: Record<string, unknown>[] = []
  let startKey: Record<string, unknown> | undefined
  do {
    const { Items = [], LastEvaluatedKey } = await ledger.database.documents.send(
      new QueryCommand({
        TableName: tableOf(ledger),
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :upTo',
        ExpressionAttributeValues: { ':pk': pk, ':from': from, ':upTo': upTo },
        ConsistentRead: true,
        ...(Number.isFinite(limit) ? { Limit: limit } : {}),
        ...(startKey === undefined ? {} : { ExclusiveStartKey: startKey }),
      }),
    )
    items.push(...Items)
    startKey = LastEvaluatedKey
  } while (startKey !== undefined && items.length < limit)
  return items
}
