import {
  BalanceNotFound,
  DemoExpired,
  InsufficientBalance,
  InsufficientHoldings,
} from '@cnop/contracts/domain-errors'
import { AppError } from '@cnop/contracts/errors'
import type { Quantity } from '@cnop/money/scaled'
import { printCash, printQuantity } from '@cnop/money/text'

import type { Refusal } from '../dynamodb/transact.ts'
import { CashItem } from './items.ts'
import type { Clock } from './ledger.ts'

/** Why the cash leg was refused, told from the balance as it was when the database refused. */
export const insufficientBalance = (
  { now }: Clock,
  refusal: Refusal | undefined,
): BalanceNotFound | InsufficientBalance | DemoExpired => {
  if (refusal?.stored === undefined) return new BalanceNotFound()
  const cash = CashItem.parse(refusal.stored)
  return isExpiredDemo(cash, now())
    ? new DemoExpired()
    : new InsufficientBalance(printCash(cash.available))
}

/** Returns true for the balance of a demo account after its time: it is being deleted. */
export const isExpiredDemo = ({ demo_until }: CashItem, now: Date): boolean =>
  demo_until !== undefined && demo_until <= now.toISOString()

export const insufficientHoldings = (assetId: string, available: Quantity): InsufficientHoldings =>
  new InsufficientHoldings(assetId, printQuantity(available))

/** What is asked for is only right as of one moment, and there was none. */
export const accountInUse = (): AppError =>
  new AppError(
    'TRY_AGAIN',
    'This account changes so much right now that it cannot be read as of one moment.',
    { retryAfterSeconds: 1 },
  )
