import { TransactionNotFound } from '@cnop/contracts/domain-errors'
import type { Period } from '@cnop/contracts/period'
import type { Cash } from '@cnop/money/scaled'

import { cashField } from '../dynamodb/fields.ts'
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

/** The items that movements are stored as. */
export type MovementKind = 'entries' | 'orders'
export const MOVEMENT_KINDS: readonly MovementKind[] = ['entries', 'orders']

/** The change of the balance by a movement; with the movement, unless only the change was asked for. */
export type Passed = {
  readonly id: string
  readonly amount: Cash
  readonly movement: Movement | undefined
}

type MovementQuery = {
  /** Movements of each kind to read, and items of it to examine. */
  readonly limit: number
  readonly mayExamine: number
  readonly before: string | undefined
  readonly period?: Period | undefined
  readonly kinds: readonly MovementKind[]
  /** Kinds of which the amounts will do: a tenth of the work of reading all of an order. */
  readonly brief: ReadonlySet<MovementKind>
}

type MovementPage = {
  readonly movements: Passed[]
  /** ULID to go on below; `undefined` at the end. */
  readonly next: string | undefined
  /** Kinds of which there may be more. */
  readonly kinds: readonly MovementKind[]
  readonly examined: number
}

const [BY_TIME] = LEDGER.localIndexes

/** Movements below an id, newest first: entries and orders, each in time order, become one list. */
export const movementsBelow = async (
  ledger: Ledger,
  username: string,
  query: MovementQuery,
): Promise<MovementPage> => {
  const pages = await Promise.all(
    query.kinds.map(async (kind) => ({ kind, ...(await READERS[kind](ledger, username, query)) })),
  )
  const read = pages
    .flatMap(({ movements }) => movements)
    .toSorted((a, b) => (a.id < b.id ? 1 : -1))
  const unfinished = pages.flatMap(({ kind, next }) => (next === undefined ? [] : { kind, next }))
  // Below the point to which every kind was read, one of them is missing.
  const readTo = unfinished
    .map(({ next }) => next)
    .toSorted()
    .at(-1)
  return {
    movements: readTo === undefined ? read : read.filter(({ id }) => id >= readTo),
    next: readTo,
    // A list that was read to its end may have ended below that point, and is cut off with it.
    kinds: pages
      .filter(
        ({ next, movements }) =>
          next !== undefined || movements.some(({ id }) => id < (readTo ?? '')),
      )
      .map(({ kind }) => kind),
    examined: pages.reduce((sum, { examined }) => sum + examined, 0),
  }
}

type KindPage = Pick<MovementPage, 'movements' | 'next' | 'examined'>
type KindReader = (ledger: Ledger, username: string, query: MovementQuery) => Promise<KindPage>

const BriefEntry = EntryItem.pick({ transaction_id: true, amount: true })
const BriefOrder = OrderItem.pick({ order_id: true }).extend({ cash_change: cashField })

const READERS: Readonly<Record<MovementKind, KindReader>> = {
  entries: async (ledger, username, { brief, kinds: _kinds, ...page }) => {
    const isBrief = brief.has('entries')
    const fields = isBrief ? Object.keys(BriefEntry.shape) : undefined
    const of = { username, index: BY_TIME, prefix: ENTRY_PREFIX, fields }
    const { items, ...rest } = await queryByTime(ledger, { ...page, ...of })
    const movements = items.map((item): Passed => {
      if (!isBrief) return whole(entryMovement(EntryItem.parse(item)))
      const { transaction_id: id, amount } = BriefEntry.parse(item)
      return { id, amount, movement: undefined }
    })
    return { movements, ...rest }
  },

  orders: async (ledger, username, { brief, kinds: _kinds, ...page }) => {
    const isBrief = brief.has('orders')
    const fields = isBrief ? Object.keys(BriefOrder.shape) : undefined
    const of = { username, index: BY_TIME, prefix: ORDER_PREFIX, having: 'cash_change', fields }
    const { items, ...rest } = await queryByTime(ledger, { ...page, ...of })
    const movements = items.flatMap((item): Passed[] => {
      if (!isBrief) return orderMovement(OrderItem.parse(item)).map(whole)
      const { order_id: id, cash_change: amount } = BriefOrder.parse(item)
      return [{ id, amount, movement: undefined }]
    })
    return { movements, ...rest }
  },
}

const whole = (movement: Movement): Passed => ({
  id: movement.id,
  amount: movement.amount,
  movement,
})

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
