import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { AppError } from '@cnop/contracts/errors'

import { LEDGER } from '../dynamodb/tables.ts'
import { queryByTime } from './by-time.ts'
import { OrderItem } from './items.ts'
import { ORDER_PREFIX, userPartition } from './keys.ts'
import type { Ledger } from './ledger.ts'

export type OrderPage = {
  readonly orders: OrderItem[]
  /** Id to go on below; `undefined` at the end. */
  readonly next: string | undefined
}

/** A user's orders, newest first; of one asset when `assetId` is given. */
export const readOrders = async (
  ledger: Ledger,
  username: string,
  page: { readonly limit: number; readonly before: string | undefined; readonly assetId?: string },
): Promise<OrderPage> => {
  const items = await queryByTime(ledger, {
    ...page,
    username,
    prefix: ORDER_PREFIX,
    limit: page.limit + 1,
  })
  const orders = items.slice(0, page.limit).map((item) => OrderItem.parse(item))
  return { orders, next: items.length > page.limit ? orders.at(-1)?.order_id : undefined }
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
      IndexName: LEDGER.localIndexes[0].name,
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
