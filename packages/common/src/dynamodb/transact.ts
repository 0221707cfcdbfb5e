import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb'
import { AppError } from '@cnop/contracts/errors'

import { actDeadline, backOff } from './back-off.ts'
import type { Database } from './client.ts'
import { storedItem } from './stored-item.ts'

type WriteItems = NonNullable<TransactWriteCommandInput['TransactItems']>

/** An item whose condition did not hold, with what is stored there (if anything is). */
export type Refusal = {
  readonly index: number
  readonly stored: Record<string, unknown> | undefined
}

/** Reasons that say "not now" rather than "no": the SDK does not retry these inside a cancelled transaction. */
const TRANSIENT_REASONS = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
])

/**
 * Executes one transaction and returns its failed conditions; an empty array means that it was applied.
 *
 * Retries conflicts, throttling and lost responses with full jitter until the deadline. A retry may follow an attempt
 * that succeeded without a response, so the transaction must be safe to apply twice: give it a put with
 * `attribute_not_exists` (the retry then fails that condition) or make it idempotent.
 *
 * @param deadline Unix milliseconds; shared by all transactions of one request.
 * @throws {AppError} TRY_AGAIN after the deadline. Nothing is half done; the same request may be sent again.
 */
export const transact = async (
  database: Database,
  items: WriteItems,
  deadline = actDeadline(),
): Promise<Refusal[]> => {
  const command = new TransactWriteCommand({ TransactItems: items })
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
      if (!(await backOff(attempt, deadline))) throw undecided(error)
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
    'The request could not be completed in time. Send it again with the same Idempotency-Key: it takes effect once. If it had no key, look first whether it has happened.',
    { retryAfterSeconds: 1, cause },
  )
