import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'

import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb'
import { AppError } from '@cnop/contracts/errors'

import type { Database } from './client.ts'
import { storedItem } from './stored-item.ts'

type WriteItems = NonNullable<TransactWriteCommandInput['TransactItems']>

/** An item whose condition did not hold, with what is stored there (if anything is). */
export type Refusal = {
  readonly index: number
  readonly stored: Record<string, unknown> | undefined
}

const DEADLINE_MS = 2_500
const FIRST_PAUSE_MS = 10
const LONGEST_PAUSE_MS = 160

/** Reasons that say "not now" rather than "no": the SDK does not retry these inside a cancelled transaction. */
const TRANSIENT_REASONS = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
])

/**
 * Sends one transaction until it is decided. Returns the refused items, or none when it was applied.
 *
 * Conflicts, throttling and lost answers are sent again with the same bytes and token, with full jitter,
 * inside a deadline. The caller's transaction must hold a put guarded by `attribute_not_exists`, so that
 * a first attempt whose answer was lost shows as a refusal of that put, not as a second effect.
 *
 * @throws {AppError} TRY_AGAIN past the deadline: nothing is half done, and the same request may be sent again.
 */
export const transact = async (database: Database, items: WriteItems): Promise<Refusal[]> => {
  const command = new TransactWriteCommand({
    TransactItems: items,
    ClientRequestToken: randomUUID(),
  })
  const deadline = Date.now() + DEADLINE_MS
  for (let attempt = 0; ; attempt += 1) {
    try {
      const abortSignal = AbortSignal.timeout(Math.max(1, deadline - Date.now()))
      await database.documents.send(command, { abortSignal })
      return []
    } catch (error) {
      // A refusal beside a conflict is not final: what it saw may be half of another's transaction.
      if (!isTransient(error)) {
        const refusals = refusalsOf(error)
        if (refusals.length > 0) return refusals
        throw error
      }
      const wait = Math.random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt)
      if (Date.now() + wait > deadline) throw undecided(error)
      await pause(wait)
    }
  }
}

const refusalsOf = (error: unknown): Refusal[] => {
  if (!(error instanceof TransactionCanceledException)) return []
  const reasons = error.CancellationReasons ?? []
  return reasons.flatMap((reason, index) =>
    reason.Code === 'ConditionalCheckFailed' ? [{ index, stored: storedItem(reason.Item) }] : [],
  )
}

const isTransient = (error: unknown): boolean => {
  if (error instanceof AppError) return error.code === 'TRY_AGAIN'
  if (!(error instanceof TransactionCanceledException)) return false
  const reasons = error.CancellationReasons ?? []
  return reasons.some((reason) => TRANSIENT_REASONS.has(reason.Code ?? ''))
}

const undecided = (cause: unknown): AppError =>
  new AppError(
    'TRY_AGAIN',
    'The request could not be completed in time. Send it again with the same Idempotency-Key: it takes effect once.',
    { retryAfterSeconds: 1, cause },
  )
