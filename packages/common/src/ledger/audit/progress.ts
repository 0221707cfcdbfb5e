import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'

import { cashField, integerField } from '../../dynamodb/fields.ts'
import { LEDGER } from '../../dynamodb/tables.ts'
import type { Ledger } from '../ledger.ts'

/** The one item that all replicas share, outside of every user's partition. */
const KEY = { pk: 'AUDIT', sk: 'PROGRESS' }

/** Findings that are kept of a round. */
const MOST_FINDINGS = 100

const StoredFinding = z.object({
  username: z.string(),
  item: z.string(),
  field: z.string(),
  stored: z.string(),
  expected: z.string(),
})

/** One round of the accounts, under way or done. */
export const AuditRound = z.object({
  started_at: z.string(),
  completed_at: z.string().optional(),
  /** The account that was done last: where to go on. */
  position: z.string().optional(),
  users: integerField,
  entries: integerField,
  skipped: integerField,
  paid_in: cashField,
  cash: cashField,
  in_trades: cashField,
  findings: z.array(StoredFinding).readonly(),
  /** ULID of the newest journal item that was verified. */
  newest: z.string().optional(),
})
export type AuditRound = z.output<typeof AuditRound>

const AuditProgress = z.object({
  /** Who goes round now, and until when (Unix time in milliseconds) nobody else does. */
  holder: z.string().optional(),
  held_until: integerField.optional(),
  /** When someone asked for a round at once. */
  requested_at: z.string().optional(),
  current_round: AuditRound.nullish(),
  last_round: AuditRound.nullish(),
})
export type AuditProgress = Omit<z.output<typeof AuditProgress>, 'current_round' | 'last_round'> & {
  readonly round: AuditRound | undefined
  readonly last_round: AuditRound | undefined
}

const tableOf = ({ database }: Ledger): string => database.tableName(LEDGER.name)

export const readProgress = async (ledger: Ledger): Promise<AuditProgress> => {
  const { Item = {} } = await ledger.database.documents.send(
    new GetCommand({ TableName: tableOf(ledger), Key: KEY, ConsistentRead: true }),
  )
  const { current_round: round, last_round: last, ...rest } = AuditProgress.parse(Item)
  return { ...rest, round: round ?? undefined, last_round: last ?? undefined }
}

/**
 * Writes down how far a round has come, and holds on to it until a moment (Unix time in milliseconds).
 * Nobody takes over while another holds on. Tells when someone last asked for a round.
 */
export const saveProgress = async (
  ledger: Ledger,
  { holder, heldUntilMs, round, lastRound }: Progress,
): Promise<{ readonly isHeld: boolean; readonly requestedAt?: string | undefined }> => {
  try {
    const { Attributes = {} } = await ledger.database.documents.send(
      new UpdateCommand({
        TableName: tableOf(ledger),
        Key: KEY,
        UpdateExpression:
          'SET holder = :holder, held_until = :until, current_round = :round, last_round = :last',
        ConditionExpression:
          'attribute_not_exists(held_until) OR holder = :holder OR held_until < :now',
        ExpressionAttributeValues: {
          ':holder': holder,
          ':until': heldUntilMs,
          ':now': ledger.now().getTime(),
          ':round': stored(round),
          ':last': stored(lastRound),
        },
        ReturnValues: 'ALL_NEW',
      }),
    )
    return { isHeld: true, requestedAt: AuditProgress.parse(Attributes).requested_at }
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return { isHeld: false }
    throw error
  }
}

const stored = (round: AuditRound | undefined) =>
  round === undefined
    ? null
    : z.encode(AuditRound, { ...round, findings: round.findings.slice(0, MOST_FINDINGS) })

type Progress = {
  readonly holder: string
  readonly heldUntilMs: number
  /** `undefined`: none is under way. */
  readonly round: AuditRound | undefined
  readonly lastRound: AuditRound | undefined
}

/** Asks whoever goes round to begin a new round at once. */
export const requestRound = async (ledger: Ledger): Promise<void> => {
  await ledger.database.documents.send(
    new UpdateCommand({
      TableName: tableOf(ledger),
      Key: KEY,
      UpdateExpression: 'SET requested_at = :now',
      ExpressionAttributeValues: { ':now': ledger.now().toISOString() },
    }),
  )
}
