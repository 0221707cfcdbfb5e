import { ZERO_CASH, minus, plus, type Cash } from '@cnop/money/scaled'
import { printCash } from '@cnop/money/text'

import type { AccountAudit } from './audit-account.ts'
import type { Finding } from './audit-user.ts'

/** What the audits of several accounts come to. */
export type Tally = {
  readonly users: number
  readonly entries: number
  /** Accounts in such use that they could not be read as of one moment. */
  readonly skipped: number
  readonly findings: readonly Finding[]
  readonly paidIn: Cash
  readonly cash: Cash
  readonly inTrades: Cash
}

export const NOTHING_YET: Tally = {
  users: 0,
  entries: 0,
  skipped: 0,
  findings: [],
  paidIn: ZERO_CASH,
  cash: ZERO_CASH,
  inTrades: ZERO_CASH,
}

export const withAccount = (tally: Tally, audit: AccountAudit | undefined): Tally =>
  audit === undefined
    ? { ...tally, skipped: tally.skipped + 1 }
    : {
        users: tally.users + 1,
        entries: tally.entries + audit.entries,
        skipped: tally.skipped,
        findings: [...tally.findings, ...audit.findings],
        paidIn: plus(tally.paidIn, audit.paidIn),
        cash: plus(tally.cash, audit.cash),
        inTrades: plus(tally.inTrades, audit.inTrades),
      }

/** What came in from outside must be what is there plus what is in assets. */
export const conservationFindings = ({ paidIn, cash, inTrades }: Tally): Finding[] =>
  minus(paidIn, inTrades) === cash
    ? []
    : [
        {
          username: 'everyone',
          item: 'conservation',
          field: 'cash + money in trades',
          stored: printCash(plus(cash, inTrades)),
          expected: printCash(paidIn),
        },
      ]
