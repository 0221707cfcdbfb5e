import { AppError } from '@cnop/contracts/errors'
import { ZERO_CASH, minus, plus, type Cash } from '@cnop/money/scaled'
import { printCash } from '@cnop/money/text'
import { z } from 'zod'

import { cashField } from '../dynamodb/fields.ts'
import type { CashItem } from './items.ts'
import type { CashCondition } from './writes.ts'

/** What a user may deposit, or withdraw, in one day (UTC). */
export type DailyLimit = {
  readonly of: 'deposit' | 'withdraw'
  readonly limit: Cash
  /** The positive amount that wants to be moved. */
  readonly amount: Cash
  /** `2026-01-31` */
  readonly today: string
}

/**
 * Counts an amount in the balance itself, on the condition that the day's limit allows it: decided as it
 * is written, without reading the history. The count says which day it is of; the first move of a day
 * starts it over. When the count is of tomorrow, because a replica's clock is ahead, this move adds to it.
 */
export const countedToday = (
  { of, limit, amount, today }: DailyLimit,
  startsDay: boolean,
): CashCondition => {
  const [day, sum] = [`${of}_day`, `${of}_sum`]
  const values = { ':today': today, ':counted': z.encode(cashField, amount) }
  if (startsDay)
    return {
      set: [`${day} = :today`, `${sum} = :counted`],
      add: [],
      conditions: [`(attribute_not_exists(${day}) OR ${day} < :today)`],
      values,
    }
  return {
    set: [],
    add: [`${sum} :counted`],
    conditions: [`${day} >= :today`, `${sum} <= :room`],
    values: { ...values, ':room': z.encode(cashField, minus(limit, amount)) },
  }
}

/** Whether the balance has a count of this day. */
export const hasStarted = ({ of, today }: DailyLimit, cash: CashItem): boolean =>
  (cash[`${of}_day`] ?? '') >= today

/** The refusal, if what was moved today leaves no room. */
export const limitReached = (wanted: DailyLimit, cash: CashItem): AppError | undefined => {
  const { of, limit, amount } = wanted
  const moved = hasStarted(wanted, cash) ? (cash[`${of}_sum`] ?? ZERO_CASH) : ZERO_CASH
  if (plus(moved, amount) <= limit) return undefined
  const left = moved < limit ? minus(limit, moved) : ZERO_CASH
  return new AppError(
    'DAILY_LIMIT_REACHED',
    `You can ${of} ${printCash(limit)} USD a day (UTC), and ${printCash(left)} more today. Nothing was moved.`,
  )
}
