import { printCash } from '@cnop/money/text'

import type { Ledger } from '../ledger.ts'
import { auditAccount } from './audit-account.ts'
import type { Finding } from './audit-user.ts'
import { NOTHING_YET, conservationFindings, withAccount } from './tally.ts'
import { usernames } from './usernames.ts'

export type LedgerAudit = {
  readonly users: number
  readonly entries: number
  /** Accounts in such use that they could not be read as of one moment. */
  readonly skipped: number
  readonly findings: readonly Finding[]
  /** Dollars: what came in from outside must be what is there plus what is in assets. */
  readonly paid_in: string
  readonly cash: string
  readonly in_trades: string
}

type AuditOptions = {
  /** One user alone. */
  readonly username?: string
  /** Of an account; any number unless said. */
  readonly maxItems?: number
  readonly onProgress?: (done: number, of: number) => void
}

/**
 * Adds up the journal of one user or all and compares it with everything that is kept: balances, holds,
 * holdings, orders and their guards. Can run while the ledger is in use.
 * @throws {AccountTooLong} for an account of more than `maxItems`
 */
export const auditLedger = async (
  ledger: Ledger,
  { username, maxItems, onProgress }: AuditOptions = {},
): Promise<LedgerAudit> => {
  const names = username === undefined ? await everyone(ledger) : [username]
  let tally = NOTHING_YET
  for (const [index, name] of names.entries()) {
    tally = withAccount(tally, await auditAccount(ledger, name, maxItems))
    onProgress?.(index + 1, names.length)
  }
  return {
    ...tally,
    findings: [...tally.findings, ...conservationFindings(tally)],
    paid_in: printCash(tally.paid_in),
    cash: printCash(tally.cash),
    in_trades: printCash(tally.in_trades),
  }
}

/** All names first, for a progress that knows how many there are. */
const everyone = async (ledger: Ledger): Promise<string[]> => {
  const names: string[] = []
  for await (const name of usernames(ledger)) names.push(name)
  return names
}
