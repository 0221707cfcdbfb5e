import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { AppError } from '@cnop/contracts/errors'

import { LEDGER } from '../dynamodb/tables.ts'
import { queryByTime } from './by-time.ts'
import { OrderItem } from './items.ts'
import { ORDER_PREFIX, tradedKey, userPartition } from './keys.ts'
import type { Ledger } from './ledger.ts'

export type OrderPage = {
  readonly orders: OrderItem[]
  /** ULID to go on below; `undefined` at the end. */
  readonly next: string | undefined
}

type PageOf = { readonly limit: number; readonly before: string | undefined }

const [BY_TIME, TRADES_OF_ASSET] = LEDGER.localIndexes

/** A user's orders, newest first. */
export const readOrders = async (
  ledger: Ledger,
  username: string,
  page: PageOf,
): Promise<OrderPage> => {
  const query = { username, index: BY_TIME, prefix: ORDER_PREFIX, before: page.before }
  const items = await queryByTime(ledger, { ...query, limit: page.limit + 1 })
  const orders = items.slice(0, page.limit).map((item) => OrderItem.parse(item))
  return { orders, next: items.length > page.limit ? orders.at(-1)?.order_id : undefined }
}

/** A user's filled orders of one asset, the latest fill first. Reads those and no other. */
export const readTrades = async (
  ledger: Ledger,
  username: string,
  { assetId, ...page }: PageOf & { readonly assetId: string },
): Promise<OrderPage> => {
  const prefix = tradedKey(assetId, '')
  const query = { username, index: TRADES_OF_ASSET, prefix, before: page.before }
  const items = await queryByTime(ledger, { ...query, limit: page.limit + 1 })
  const orders = items.slice(0, page.limit).map((item) => OrderItem.parse(item))
  const last = orders.at(-1)?.traded?.slice(prefix.length)
  return { orders, next: items.length > page.limit ? last : undefined }
}

/** One of the user's own orders. @throws {AppError} ORDER_NOT_FOUND, for anyone else's as well. */
export const readOrder = async (
  { database }: Ledger,
  username: string,
  orderId: string,
): Promise<OrderItem> => {
  const { Items = [] } = await database.documents.send(
    new QueryCommand({
      TableName: database.tableName(LEDGER.name),
      IndexName: BY_TIME.name,
      KeyConditionExpression: 'pk = :user AND #at = :at',
      ExpressionAttributeNames: { '#at': 'at' },
      ExpressionAttributeValues: {
        ':user': userPartition(username),
        ':at': `${ORDER_PREFIX}${orderId}`,
      },
      ConsistentRead: true,
    }),
  )
  const [item] = Items
  if (item === undefined) throw new AppError('ORDER_NOT_FOUND', 'You have no order with this id.')
  return OrderItem.parse(item)
}
