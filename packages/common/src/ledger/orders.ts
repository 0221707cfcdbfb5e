import { OrderNotFound } from '@cnop/contracts/domain-errors'
import type { OrderStatus } from '@cnop/contracts/orders'
import type { Period } from '@cnop/contracts/period'

import { LEDGER } from '../dynamodb/tables.ts'
import { queryByTime, readAt, type TimePage } from './by-time.ts'
import { OrderItem } from './items.ts'
import { ORDER_PREFIX, tradedKey } from './keys.ts'
import type { Ledger } from './ledger.ts'

export type OrderPage = {
  readonly orders: OrderItem[]
  /** ULID to go on below; `undefined` at the end. */
  readonly next: string | undefined
}

export type PageOf = { readonly limit: number; readonly before: string | undefined }

/** Which of a user's orders; what is `undefined` does not matter. */
export type OrderSelection = {
  readonly status?: OrderStatus | undefined
  readonly assetId?: string | undefined
  readonly period?: Period | undefined
}

const [BY_TIME, TRADES_OF_ASSET, WAITING] = LEDGER.localIndexes

/**
 * A user's orders, newest first. Those that wait have an index of their own; other selections are looked
 * for among all, so that a page may be short with more to come.
 */
export const readOrders = async (
  ledger: Ledger,
  username: string,
  { limit, before, status, assetId, period }: PageOf & OrderSelection,
): Promise<OrderPage> => {
  const page = { username, limit, before, period }
  const query =
    status === 'queued'
      ? { ...page, index: WAITING, prefix: '', where: { asset_id: assetId } }
      : { ...page, index: BY_TIME, prefix: ORDER_PREFIX, where: { asset_id: assetId, status } }
  return orderPage(await queryByTime(ledger, query))
}

/** A user's filled orders of one asset, the latest fill first. Reads those and no other. */
export const readTrades = async (
  ledger: Ledger,
  username: string,
  { assetId, ...page }: PageOf & { readonly assetId: string; readonly period?: Period | undefined },
): Promise<OrderPage> => {
  const prefix = tradedKey(assetId, '')
  return orderPage(await queryByTime(ledger, { username, index: TRADES_OF_ASSET, prefix, ...page }))
}

const orderPage = ({ items, next }: TimePage): OrderPage => ({
  orders: items.map((item) => OrderItem.parse(item)),
  next,
})

/** One of the user's own orders. @throws {OrderNotFound} for anyone else's as well. */
export const readOrder = async (
  ledger: Ledger,
  username: string,
  orderId: string,
): Promise<OrderItem> => {
  const item = await readAt(ledger, username, `${ORDER_PREFIX}${orderId}`)
  if (item === undefined) throw new OrderNotFound()
  return OrderItem.parse(item)
}
