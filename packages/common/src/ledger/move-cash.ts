import { AppError } from '@cnop/contracts/errors'
import { dayOf } from '@cnop/contracts/period'
import { minus, plus, ZERO_CASH, type Cash } from '@cnop/money/scaled'
import { z } from 'zod'

import { actDeadline } from '../dynamodb/back-off.ts'
import { LEDGER } from '../dynamodb/tables.ts'
import type { Refusal } from '../dynamodb/transact.ts'
import { attempt, nothingRefused } from './attempt.ts'
import { countedToday, hasStarted, limitReached, type DailyLimit } from './daily-limit.ts'
import { CashItem, EntryItem } from './items.ts'
import { ENTRY_PREFIX, guardOf, userPartition } from './keys.ts'
import type { Clock, Ledger } from './ledger.ts'
import { newId } from './new-id.ts'
import { insufficientBalance, isExpiredDemo } from './refusals.ts'
import { sealed } from './seal.ts'
import { cashUpdate, putOnce } from './writes.ts'

export type CashMove = {
  readonly username: string
  readonly type: 'DEPOSIT' | 'WITHDRAW'
  /** Positive, whichever way it goes. */
  readonly amount: Cash
  /** The client's Idempotency-Key. */
  readonly clientKey: string | undefined
  /** The most that may be moved this way in one day (UTC). */
  readonly dailyLimit?: Cash | undefined
}

export type Moved = { readonly entry: EntryItem; readonly replayed: boolean }

/** Of many first moves of a day at once one starts the count; the others then add to it. */
const MOST_ATTEMPTS = 4

/**
 * Deposits or withdraws: one transaction of two items, the balance and the journal entry. The entry's key
 * carries the idempotency guard, so a repeat finds the first entry and moves nothing.
 *
 * @throws {AppError} INSUFFICIENT_BALANCE, BALANCE_NOT_FOUND, DAILY_LIMIT_REACHED,
 * IDEMPOTENCY_KEY_REUSED, TRY_AGAIN
 */
export const moveCash = async (ledger: Ledger, move: CashMove): Promise<Moved> => {
  const entry = cashEntry(ledger, move)
  const limit = dailyLimitOf(move, entry)
  const table = ledger.database.tableName(LEDGER.name)
  const change = { available: entry.amount, entries: 1 }
  const deadline = actDeadline()
  let startsDay = false
  for (let attempts = 1; attempts <= MOST_ATTEMPTS; attempts += 1) {
    const counted = limit && countedToday(limit, startsDay)
    const writes = {
      cash: cashUpdate(table, entry.pk, change, entry.created_at, counted),
      entry: putOnce(table, z.encode(EntryItem, entry)),
    }
    const refused = await attempt(ledger, writes, deadline)
    if (nothingRefused(refused)) return { entry, replayed: false }
    // The entry decides first: if it is there the act has happened, whatever the balance says by now.
    if (refused.entry?.stored !== undefined)
      return movedBefore(EntryItem.parse(refused.entry.stored), entry)
    const cash = storedCash(refused.cash)
    const isExpired = cash !== undefined && isExpiredDemo(cash, ledger.now())
    if (limit === undefined || cash === undefined || isExpired || falls(cash, entry))
      throw insufficientBalance(ledger, refused.cash)
    const reached = limitReached(limit, cash)
    if (reached !== undefined) throw reached
    startsDay = !hasStarted(limit, cash)
  }
  throw new AppError(
    'TRY_AGAIN',
    'Many moves at once. Send it again with the same Idempotency-Key.',
  )
}

const storedCash = (refusal: Refusal | undefined): CashItem | undefined =>
  refusal?.stored === undefined ? undefined : CashItem.parse(refusal.stored)

/** Whether the entry would leave less than nothing. */
const falls = ({ available }: CashItem, { amount }: EntryItem): boolean =>
  plus(available, amount) < ZERO_CASH

const dailyLimitOf = (
  { type, amount, dailyLimit }: CashMove,
  { created_at }: EntryItem,
): DailyLimit | undefined =>
  dailyLimit === undefined
    ? undefined
    : {
        of: type === 'DEPOSIT' ? 'deposit' : 'withdraw',
        limit: dailyLimit,
        amount,
        today: dayOf(created_at),
      }

const movedBefore = (earlier: EntryItem, wanted: EntryItem): Moved => {
  if (earlier.amount !== wanted.amount)
    throw new AppError(
      'IDEMPOTENCY_KEY_REUSED',
      'This Idempotency-Key was used for another amount. Use a new key for a new request.',
    )
  return { entry: earlier, replayed: earlier.transaction_id !== wanted.transaction_id }
}

/** The journal entry of a deposit or a withdrawal. */
export const cashEntry = (clock: Clock, move: CashMove): EntryItem => {
  const now = clock.now()
  const id = newId(now)
  const guard = move.clientKey === undefined ? id : guardOf(move.type, move.clientKey)
  return sealed({
    pk: userPartition(move.username),
    sk: `${ENTRY_PREFIX}${guard}`,
    at: `${ENTRY_PREFIX}${id}`,
    transaction_id: id,
    type: move.type,
    amount: move.type === 'DEPOSIT' ? move.amount : minus(ZERO_CASH, move.amount),
    created_at: now.toISOString(),
  })
}
