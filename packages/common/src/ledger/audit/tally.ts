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
  /** Money that came in from outside, less what went out. */
  readonly paid_in: Cash
  readonly cash: Cash
  /** Money that went into assets, less what came back. */
  readonly in_trades: Cash
}

export const NOTHING_YET: Tally = {
  users: 0,
  entries: 0,
  skipped: 0,
  findings: [],
  paid_in: ZERO_CASH,
  cash: ZERO_CASH,
  in_trades: ZERO_CASH,
}

export const withAccount = (tally: Tally, audit: AccountAudit | undefined): Tally =>
  audit === undefined
    ? { ...tally, skipped: tally.skipped + 1 }
    : {
        users: tally.users + 1,
        entries: tally.entries + audit.entries,
        skipped: tally.skipped,
        findings: [...tally.findings, ...audit.findings],
        paid_in: plus(tally.paid_in, audit.paidIn),
        cash: plus(tally.cash, audit.cash),
        in_trades: plus(tally.in_trades, audit.inTrades),
      }

/** What came in from outside must be what is there plus what is in assets. */
export const conservationFindings = ({ paid_in, cash, in_trades }: Tally): Finding[] =>
  minus(paid_in, in_trades) === cash
    ? []
    : [
        {
          username: 'everyone',
          item: 'conservation',
          field: 'cash + money in trades',
          stored: printCash(plus(cash, in_trades)),
          expected: printCash(paid_in),
        },
      ]
