import { TransactionNotFound } from '@cnop/contracts/domain-errors'
import type { Cash } from '@cnop/money/scaled'

import { LEDGER } from '../dynamodb/tables.ts'
import { queryByTime, readAt } from './by-time.ts'
import { EntryItem, OrderItem } from './items.ts'
import { ENTRY_PREFIX, ORDER_PREFIX } from './keys.ts'
import type { Ledger } from './ledger.ts'

/** One movement of the available cash: an entry of its own, or the order that moved it as it was placed. */
export type Movement = {
  /** ULID: the time order of the journal. */
  readonly id: string
  readonly type: EntryItem['type']
  /** Signed. */
  readonly amount: Cash
  readonly createdAt: string
  readonly orderId: string | undefined
  /** Why, of an adjustment. */
  readonly reason: string | undefined
  /** The order whose own movement this is. */
  readonly order: OrderItem | undefined
}

type MovementPage = {
  readonly movements: Movement[]
  /** ULID to go on below; `undefined` at the end. */
  readonly next: string | undefined
}

const [BY_TIME] = LEDGER.localIndexes

/** Movements below an id, newest first: entries and orders, each in time order, become one list. */
export const movementsBelow = async (
  ledger: Ledger,
  username: string,
  page: { readonly limit: number; readonly before: string | undefined },
): Promise<MovementPage> => {
  const query = { username, index: BY_TIME, ...page }
  const [entries, orders] = await Promise.all([
    queryByTime(ledger, { ...query, prefix: ENTRY_PREFIX }),
    queryByTime(ledger, { ...query, prefix: ORDER_PREFIX, having: 'cash_change' }),
  ])
  const read = [
    ...entries.items.map((item) => entryMovement(EntryItem.parse(item))),
    ...orders.items.flatMap((item) => orderMovement(OrderItem.parse(item))),
  ].toSorted((a, b) => (a.id < b.id ? 1 : -1))
  // Below the point to which both kinds were read, one of them is missing.
  const readTo = [entries.next, orders.next]
    .flatMap((next) => next ?? [])
    .toSorted()
    .at(-1)
  const movements = readTo === undefined ? read : read.filter(({ id }) => id >= readTo)
  return { movements, next: readTo }
}

/** One movement. @throws {TransactionNotFound} for anyone else's as well. */
export const readMovement = async (
  ledger: Ledger,
  username: string,
  id: string,
): Promise<Movement> => {
  const entry = await readAt(ledger, username, `${ENTRY_PREFIX}${id}`)
  if (entry !== undefined) return entryMovement(EntryItem.parse(entry))
  const order = await readAt(ledger, username, `${ORDER_PREFIX}${id}`)
  const [movement] = order === undefined ? [] : orderMovement(OrderItem.parse(order))
  if (movement === undefined) throw new TransactionNotFound()
  return movement
}

const entryMovement = (entry: EntryItem): Movement => ({
  id: entry.transaction_id,
  type: entry.type,
  amount: entry.amount,
  createdAt: entry.created_at,
  orderId: entry.order_id,
  reason: entry.reason,
  order: undefined,
})

/** An order that waited for its fill to sell has moved no cash when it was placed. */
const orderMovement = (order: OrderItem): Movement[] =>
  order.cash_change === undefined
    ? []
    : [
        {
          id: order.order_id,
          type: 'ORDER_PAYMENT' as const,
          amount: order.cash_change,
          createdAt: order.created_at,
          orderId: order.order_id,
          reason: undefined,
          order,
        },
      ]
