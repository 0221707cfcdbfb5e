import type { App } from '@cnop/common/http/create-app'
import { auditLedger, type LedgerAudit } from '@cnop/common/ledger/audit/audit-ledger'
import { readProgress, requestRound, type AuditRound } from '@cnop/common/ledger/audit/progress'
import { AccountTooLong } from '@cnop/common/ledger/audit/read-partition'
import { readCash } from '@cnop/common/ledger/holdings'
import type { Ledger } from '@cnop/common/ledger/ledger'
import { AppError } from '@cnop/contracts/errors'
import {
  getLedgerAudit,
  runLedgerAudit,
  type AuditRound as RoundAnswer,
} from '@cnop/contracts/ledger-audit'
import { printCash } from '@cnop/money/text'

import { driftOf, verifiedEntryOf } from '#src/domain/audit-state'

export const auditRoutes = (app: App, { ledger }: { readonly ledger: Ledger }): void => {
  app.route({
    ...getLedgerAudit,
    handler: async (_request, reply) => {
      const progress = await readProgress(ledger)
      return reply.send({
        success: true,
        data: {
          drift: driftOf(progress),
          last_verified_entry: verifiedEntryOf(progress) ?? null,
          last_round: roundAnswer(progress.last_round),
          current_round: roundAnswer(progress.round),
        },
      })
    },
  })

  app.route({
    ...runLedgerAudit,
    handler: async (request, reply) => {
      const { username } = request.body
      if (username === undefined) {
        await requestRound(ledger)
        const message = 'A round of all accounts begins within seconds.'
        return reply.code(202).send({ success: true, message })
      }
      await readCash(ledger, username)
      const audit = await auditWithin(ledger, username)
      if (audit === undefined) {
        await requestRound(ledger)
        const message = `${username} has more than ${MAX_ITEMS} entries, too many for one request. A round of all accounts begins within seconds.`
        return reply.code(202).send({ success: true, message })
      }
      const { users, ...result } = audit
      if (users === 0) throw tooBusy(username)
      const count = result.findings.length
      const message = count === 0 ? 'Everything adds up.' : `${count} differences.`
      return reply.send({ success: true, message, data: { users, ...result } })
    },
  })
}

/** Items of an account that one request adds up. */
const MAX_ITEMS = 10_000

/** `undefined`: the account is too long. */
const auditWithin = async (ledger: Ledger, username: string): Promise<LedgerAudit | undefined> => {
  try {
    return await auditLedger(ledger, { username, maxItems: MAX_ITEMS })
  } catch (error) {
    if (error instanceof AccountTooLong) return undefined
    throw error
  }
}

const tooBusy = (username: string): AppError =>
  new AppError(
    'TRY_AGAIN',
    `${username} trades so much right now that the account cannot be read as of one moment.`,
    { retryAfterSeconds: 5 },
  )

const roundAnswer = (round: AuditRound | undefined): RoundAnswer | null =>
  round === undefined
    ? null
    : {
        started_at: round.started_at,
        completed_at: round.completed_at ?? null,
        users: round.users,
        entries: round.entries,
        skipped: round.skipped,
        findings: round.findings,
        paid_in: printCash(round.paid_in),
        cash: printCash(round.cash),
        in_trades: printCash(round.in_trades),
      }
