import { minus, type Cash } from '@cnop/money/scaled'

import { queryByTime } from './by-time.ts'
import { readCash } from './holdings.ts'
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
  readonly balanceAfter: Cash
  readonly createdAt: string
  readonly orderId: string | undefined
  /** The order whose own movement this is. */
  readonly order: OrderItem | undefined
}

/** Where a page of the journal starts: below this id, at this running balance. */
export type JournalPosition = { readonly before: string; readonly balance: Cash }

export type JournalPage = {
  readonly movements: Movement[]
  readonly next: JournalPosition | undefined
  readonly totalCount: number
}

const SNAPSHOT_ATTEMPTS = 5

/**
 * A page of the journal, newest first. What the balance was after each movement is derived from today's
 * balance on the way down, because a movement cannot know it without a read; the running sum travels in
 * the position. The first page is read again while the balance changes under it.
 * @throws {AppError} BALANCE_NOT_FOUND
 */
export const readJournal = async (
  ledger: Ledger,
  username: string,
  page: { readonly limit: number; readonly from: JournalPosition | undefined },
): Promise<JournalPage> => {
  for (let attempt = 1; ; attempt += 1) {
    const cash = await readCash(ledger, username)
    const newest = await newestMovements(ledger, username, page.limit + 1, page.from?.before)
    const unchanged =
      page.from !== undefined || (await readCash(ledger, username)).version === cash.version
    if (unchanged || attempt === SNAPSHOT_ATTEMPTS)
      return {
        ...runDown(newest, page.limit, page.from?.balance ?? cash.available),
        totalCount: cash.entries,
      }
  }
}

const runDown = (newest: Omit<Movement, 'balanceAfter'>[], limit: number, start: Cash) => {
  let balance = start
  const movements = newest.slice(0, limit).map((movement) => {
    const balanceAfter = balance
    balance = minus(balance, movement.amount)
    return { ...movement, balanceAfter }
  })
  const last = movements.at(-1)
  const more = newest.length > limit && last !== undefined
  return { movements, next: more ? { before: last.id, balance } : undefined }
}

const newestMovements = async (
  ledger: Ledger,
  username: string,
  limit: number,
  before: string | undefined,
): Promise<Omit<Movement, 'balanceAfter'>[]> => {
  const [entries, orders] = await Promise.all([
    queryByTime(ledger, { username, prefix: ENTRY_PREFIX, limit, before }),
    queryByTime(ledger, { username, prefix: ORDER_PREFIX, limit, before, movements: true }),
  ])
  return [
    ...entries.map((item) => entryMovement(EntryItem.parse(item))),
    ...orders.flatMap((item) => orderMovement(OrderItem.parse(item))),
  ]
    .toSorted((a, b) => (a.id < b.id ? 1 : -1))
    .slice(0, limit)
}

const entryMovement = (entry: EntryItem) => ({
  id: entry.transaction_id,
  type: entry.type,
  amount: entry.amount,
  createdAt: entry.created_at,
  orderId: entry.order_id,
  order: undefined,
})

/** An order that waited for its fill to sell has moved no cash when it was placed. */
const orderMovement = (order: OrderItem) =>
  order.cash_change === undefined
    ? []
    : [
        {
          id: order.order_id,
          type: 'ORDER_PAYMENT' as const,
          amount: order.cash_change,
          createdAt: order.created_at,
          orderId: order.order_id,
          order,
        },
      ]
