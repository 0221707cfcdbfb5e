import { ZERO_CASH, plus, type Cash } from '@cnop/money/scaled'

import type { Ledger } from '../ledger.ts'
import { isExpiredDemo } from '../refusals.ts'
import { auditUser, type Finding } from './audit-user.ts'
import { readPartition } from './read-partition.ts'

export type AccountAudit = {
  readonly username: string
  readonly findings: readonly Finding[]
  /** Journal items that were added up. */
  readonly entries: number
  /** ULID of the newest of them. */
  readonly newest: string | undefined
  readonly paidIn: Cash
  readonly cash: Cash
  readonly inTrades: Cash
}

/** Of an expired demo account, which is being deleted item by item. */
const NOTHING = {
  findings: [],
  entries: 0,
  newest: undefined,
  paidIn: ZERO_CASH,
  cash: ZERO_CASH,
  inTrades: ZERO_CASH,
}

/**
 * Audits one account. `undefined`: it was in such use that it could not be read as of one moment; that
 * says nothing against it.
 * @throws {AccountTooLong} beyond `maxItems`
 */
export const auditAccount = async (
  ledger: Ledger,
  username: string,
  maxItems?: number,
): Promise<AccountAudit | undefined> => {
  const partition = await readPartition(ledger, username, maxItems)
  if (partition === undefined) return undefined
  if (partition.cash !== undefined && isExpiredDemo(partition.cash, ledger.now()))
    return { username, ...NOTHING }
  const { findings, replayed } = await auditUser(username, partition)
  const { cash, entries, orders } = partition
  return {
    username,
    findings,
    entries: replayed.entries,
    newest: [...entries.map((e) => e.transaction_id), ...orders.map((o) => o.order_id)].reduce<
      string | undefined
    >((latest, id) => (latest === undefined || id > latest ? id : latest), undefined),
    paidIn: replayed.paidIn,
    inTrades: replayed.inTrades,
    cash: cash === undefined ? ZERO_CASH : plus(cash.available, cash.held),
  }
}
