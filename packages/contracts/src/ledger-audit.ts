/** The audit of the ledger, for administrators. Served by order-service. */
import { z } from 'zod'

import { Username } from './accounts.ts'
import { withToken, type Endpoint } from './endpoint.ts'
import { problems } from './errors.ts'
import { Amount, Timestamp } from './wire.ts'

const tags = ['Admin']

const AuditFinding = z.object({
  username: z.string(),
  item: z.string().meta({ description: 'Key of the item in the ledger' }),
  field: z.string(),
  stored: z.string(),
  expected: z.string().meta({ description: 'What the journal adds up to' }),
})

const AuditResult = z.object({
  users: z.int(),
  entries: z.int().meta({ description: 'Journal items that were added up' }),
  skipped: z.int().meta({
    description: 'Accounts in such use that they could not be read as of one moment',
  }),
  findings: z.array(AuditFinding).readonly().meta({ description: 'None: everything adds up' }),
  paid_in: Amount,
  cash: Amount,
  in_trades: Amount.meta({ description: 'paid_in = cash + in_trades' }),
})
export type AuditResult = z.infer<typeof AuditResult>

const AuditRound = AuditResult.extend({
  started_at: Timestamp,
  completed_at: Timestamp.nullable(),
}).meta({ id: 'AuditRound' })
export type AuditRound = z.infer<typeof AuditRound>

export const getLedgerAudit = {
  method: 'GET',
  url: '/admin/ledger/audit',
  config: { access: 'admin', limit: 'reads' },
  schema: {
    operationId: 'getLedgerAudit',
    summary: 'What the audit that goes round all accounts has found',
    tags,
    ...withToken,
    response: {
      200: z
        .object({
          success: z.literal(true),
          data: z.object({
            drift: z.int().meta({ description: 'Differences now known; 0 is as it should be' }),
            last_verified_entry: z
              .object({ id: z.string(), created_at: Timestamp })
              .nullable()
              .meta({ description: 'The newest journal item that was verified' }),
            last_round: AuditRound.nullable(),
            current_round: AuditRound.nullable(),
          }),
        })
        .meta({ id: 'LedgerAudit' }),
      ...problems(401, 403, 503),
    },
  },
} as const satisfies Endpoint

export const runLedgerAudit = {
  method: 'POST',
  url: '/admin/ledger/audit',
  config: { access: 'admin', limit: 'trading' },
  schema: {
    operationId: 'runLedgerAudit',
    summary: 'Audit one account now, or have all of them audited',
    description:
      'With a username the answer is the result. Without one, or with that of an account of more than 10,000 entries, a round of all accounts begins within seconds (202); GET tells how far it is.',
    tags,
    ...withToken,
    body: z
      .strictObject({ username: Username.optional() })
      .meta({ examples: [{ username: 'satoshi_n' }] }),
    response: {
      200: z.object({ success: z.literal(true), message: z.string(), data: AuditResult }),
      202: z.object({ success: z.literal(true), message: z.string() }),
      ...problems(401, 403, 404, 422, 503),
    },
  },
} as const satisfies Endpoint

export const ledgerAuditEndpoints: Endpoint[] = [getLedgerAudit, runLedgerAudit]
