import { minus, sum, ZERO_CASH, type Cash } from '@cnop/money/scaled'

import { readCash } from './holdings.ts'
import type { OrderItem } from './items.ts'
import { readJournalOf, type JournalPage } from './journal.ts'
import type { Ledger } from './ledger.ts'
import { readOrders } from './orders.ts'
import { accountInUse } from './refusals.ts'

export type BalanceStatement = JournalPage & {
  /** The newest open orders that hold money. */
  readonly holding: readonly OrderItem[]
  /** Cash that older open orders hold; `undefined`: there are none. */
  readonly heldByOlder: Cash | undefined
}

const SNAPSHOT_ATTEMPTS = 10
const NEWEST = 100

/**
 * A balance with what it is made of, all as of one moment: the newest movements and the newest open orders
 * that hold money, and what all older ones come to. Read again while the balance changes under it.
 * @throws {AppError} BALANCE_NOT_FOUND, TRY_AGAIN
 */
export const readBalanceStatement = async (
  ledger: Ledger,
  username: string,
): Promise<BalanceStatement> => {
  for (let attempt = 1; ; attempt += 1) {
    const cash = await readCash(ledger, username)
    const page = await readJournalOf(ledger, username, cash, { limit: NEWEST, from: undefined })
    const open = { limit: NEWEST, before: undefined, status: 'queued' } as const
    const { orders, next } = await readOrders(ledger, username, open)
    const unchanged = (await readCash(ledger, username)).version === cash.version
    if (unchanged) {
      const holding = orders.filter(({ hold }) => hold !== undefined)
      const shown = sum(
        ZERO_CASH,
        holding.map(({ hold = ZERO_CASH }) => hold),
      )
      return {
        ...page,
        holding,
        heldByOlder: next === undefined ? undefined : minus(cash.held, shown),
      }
    }
    if (attempt === SNAPSHOT_ATTEMPTS) throw accountInUse()
  }
}
