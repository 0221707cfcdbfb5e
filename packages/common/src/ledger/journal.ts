import { minus, plus, ZERO_CASH, type Cash } from '@cnop/money/scaled'

import { queryByTime } from './by-time.ts'
import { readCash } from './holdings.ts'
import { EntryItem, OrderItem } from './items.ts'
import { ENTRY_PREFIX, ORDER_PREFIX } from './keys.ts'
import type { Ledger } from './ledger.ts'

/** One movement of cash: an entry of its own or the completed order that moved it. */
export type Movement = {
  /** ULID: the time order of the journal. */
  readonly id: string
  readonly type: EntryItem['type']
  /** Signed. */
  readonly amount: Cash
  readonly balanceAfter: Cash
  readonly createdAt: string
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
        ...runDown(newest, page.limit, page.from?.balance ?? plus(cash.available, cash.held)),
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
    queryByTime(ledger, { username, prefix: ORDER_PREFIX, limit, before }),
  ])
  return [
    ...entries.map((item) => entryMovement(EntryItem.parse(item))),
    ...orders.map((item) => orderMovement(OrderItem.parse(item))),
  ]
    .toSorted((a, b) => (a.id < b.id ? 1 : -1))
    .slice(0, limit)
}

const entryMovement = (entry: EntryItem) => ({
  id: entry.transaction_id,
  type: entry.type,
  amount: entry.amount,
  createdAt: entry.created_at,
  order: undefined,
})

const orderMovement = (order: OrderItem) => ({
  id: order.order_id,
  type: 'ORDER_PAYMENT' as const,
  amount: order.order_type === 'market_buy' ? minus(ZERO_CASH, order.total) : order.total,
  createdAt: order.created_at,
  order,
})
