import { AppError } from '@cnop/contracts/errors'
import type { Cash } from '@cnop/money/scaled'
import { z } from 'zod'

import { LEDGER } from '../dynamodb/tables.ts'
import { attempt, nothingRefused } from './attempt.ts'
import { EntryItem } from './items.ts'
import { ENTRY_PREFIX, guardOf, userPartition } from './keys.ts'
import type { Ledger } from './ledger.ts'
import type { Moved } from './move-cash.ts'
import { newId } from './new-id.ts'
import { insufficientBalance } from './refusals.ts'
import { sealed } from './seal.ts'
import { cashUpdate, putOnce } from './writes.ts'

export type Adjustment = {
  readonly username: string
  /** Signed: what to add to the available cash. */
  readonly amount: Cash
  readonly reason: string
  /** The administrator. */
  readonly madeBy: string
  /** The administrator's Idempotency-Key. */
  readonly clientKey: string | undefined
}

/**
 * Corrects a balance: one transaction of two items, the balance and the journal entry that says why. A
 * repeat with the same key of the same administrator finds the first entry and moves nothing.
 *
 * @throws {AppError} INSUFFICIENT_BALANCE, BALANCE_NOT_FOUND, IDEMPOTENCY_KEY_REUSED, TRY_AGAIN
 */
export const adjustCash = async (ledger: Ledger, adjustment: Adjustment): Promise<Moved> => {
  const entry = adjustmentEntry(ledger, adjustment)
  const table = ledger.database.tableName(LEDGER.name)
  const refused = await attempt(ledger, {
    cash: cashUpdate(table, entry.pk, { available: entry.amount, entries: 1 }, entry.created_at),
    entry: putOnce(table, z.encode(EntryItem, entry)),
  })
  if (nothingRefused(refused)) return { entry, replayed: false }
  // The entry decides first: if it is there the act has happened, whatever the balance says by now.
  if (refused.entry?.stored !== undefined)
    return adjustedBefore(EntryItem.parse(refused.entry.stored), entry)
  throw insufficientBalance(ledger, refused.cash)
}

const adjustedBefore = (earlier: EntryItem, wanted: EntryItem): Moved => {
  if (earlier.amount !== wanted.amount || earlier.reason !== wanted.reason)
    throw new AppError(
      'IDEMPOTENCY_KEY_REUSED',
      'This Idempotency-Key was used for another adjustment. Use a new key for a new one.',
    )
  return { entry: earlier, replayed: earlier.transaction_id !== wanted.transaction_id }
}

const adjustmentEntry = (ledger: Ledger, adjustment: Adjustment): EntryItem => {
  const { username, amount, reason, madeBy, clientKey } = adjustment
  const now = ledger.now()
  const id = newId(now)
  const guard =
    clientKey === undefined ? id : guardOf('SYSTEM_ADJUSTMENT', `${madeBy}\n${clientKey}`)
  return sealed({
    pk: userPartition(username),
    sk: `${ENTRY_PREFIX}${guard}`,
    at: `${ENTRY_PREFIX}${id}`,
    transaction_id: id,
    type: 'SYSTEM_ADJUSTMENT' as const,
    amount,
    reason,
    made_by: madeBy,
    created_at: now.toISOString(),
  })
}
