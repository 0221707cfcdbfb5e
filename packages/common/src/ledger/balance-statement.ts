import { allPages } from './all-pages.ts'
import { readCash } from './holdings.ts'
import type { OrderItem } from './items.ts'
import { readJournal, type JournalPage } from './journal.ts'
import type { Ledger } from './ledger.ts'
import { readOrders } from './orders.ts'
import { accountInUse } from './refusals.ts'

export type BalanceStatement = JournalPage & {
  /** Purchases that wait: what they hold adds up to the held cash. */
  readonly holding: readonly OrderItem[]
}

const SNAPSHOT_ATTEMPTS = 10
const NEWEST = 100

/**
 * A balance with what it is made of, all as of one moment: the newest movements and the open orders that
 * hold money. Read again while the balance changes under it.
 * @throws {AppError} BALANCE_NOT_FOUND, TRY_AGAIN
 */
export const readBalanceStatement = async (
  ledger: Ledger,
  username: string,
): Promise<BalanceStatement> => {
  for (let attempt = 1; ; attempt += 1) {
    const page = await readJournal(ledger, username, { limit: NEWEST, from: undefined })
    const holding = await waitingPurchases(ledger, username)
    const unchanged = (await readCash(ledger, username)).version === page.cash.version
    if (unchanged) return { ...page, holding }
    if (attempt === SNAPSHOT_ATTEMPTS) throw accountInUse()
  }
}

const waitingPurchases = async (ledger: Ledger, username: string): Promise<OrderItem[]> => {
  const waiting = allPages(async (limit, before: string | undefined) => {
    const page = await readOrders(ledger, username, { limit, before, status: 'queued' })
    return { items: page.orders, next: page.next }
  })
  const purchases: OrderItem[] = []
  for await (const order of waiting) if (order.hold !== undefined) purchases.push(order)
  return purchases
}
