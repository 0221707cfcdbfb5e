import { ZERO_CASH, minus, plus } from '@cnop/money/scaled'
import { printCash } from '@cnop/money/text'

import type { Ledger } from '../ledger.ts'
import { auditUser, type Finding } from './audit-user.ts'
import { readPartition, readUsernames } from './read-partition.ts'

export type LedgerAudit = {
  readonly users: number
  readonly entries: number
  readonly findings: readonly Finding[]
  /** Dollars: what came in from outside must be what is there plus what is in assets. */
  readonly paid_in: string
  readonly cash: string
  readonly in_trades: string
}

type AuditOptions = {
  /** One user alone. */
  readonly username?: string
  readonly onProgress?: (done: number, of: number) => void
}

/**
 * Adds up the journal of one user or all and compares it with everything that is kept: balances, holds,
 * holdings, orders and their guards. Can run while the ledger is in use.
 */
export const auditLedger = async (
  ledger: Ledger,
  { username, onProgress }: AuditOptions = {},
): Promise<LedgerAudit> => {
  const usernames = username === undefined ? await readUsernames(ledger) : [username]
  const findings: Finding[] = []
  let [entries, paidIn, cash, inTrades] = [0, ZERO_CASH, ZERO_CASH, ZERO_CASH]
  for (const [index, name] of usernames.entries()) {
    const partition = await readPartition(ledger, name)
    const audit = auditUser(name, partition)
    findings.push(...audit.findings)
    entries += audit.replayed.entries
    paidIn = plus(paidIn, audit.replayed.paidIn)
    inTrades = plus(inTrades, audit.replayed.inTrades)
    if (partition.cash !== undefined)
      cash = plus(cash, plus(partition.cash.available, partition.cash.held))
    onProgress?.(index + 1, usernames.length)
  }
  if (minus(paidIn, inTrades) !== cash)
    findings.push({
      username: username ?? 'everyone',
      item: 'conservation',
      field: 'cash + money in trades',
      stored: printCash(plus(cash, inTrades)),
      expected: printCash(paidIn),
    })
  return {
    users: usernames.length,
    entries,
    findings,
    paid_in: printCash(paidIn),
    cash: printCash(cash),
    in_trades: printCash(inTrades),
  }
}
