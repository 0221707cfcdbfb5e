import {
  BalanceNotFound,
  InsufficientBalance,
  InsufficientHoldings,
} from '@cnop/contracts/domain-errors'
import { AppError } from '@cnop/contracts/errors'
import type { Quantity } from '@cnop/money/scaled'
import { printCash, printQuantity } from '@cnop/money/text'

import type { Refusal } from '../dynamodb/transact.ts'
import { CashItem } from './items.ts'

/** Why the cash leg was refused, told from the balance as it was when the database refused. */
export const insufficientBalance = (
  refusal: Refusal | undefined,
): BalanceNotFound | InsufficientBalance =>
  refusal?.stored === undefined
    ? new BalanceNotFound()
    : new InsufficientBalance(printCash(CashItem.parse(refusal.stored).available))

export const insufficientHoldings = (assetId: string, available: Quantity): InsufficientHoldings =>
  new InsufficientHoldings(assetId, printQuantity(available))

/** What is asked for is only right as of one moment, and there was none. */
export const accountInUse = (): AppError =>
  new AppError(
    'TRY_AGAIN',
    'This account changes so much right now that it cannot be read as of one moment.',
    { retryAfterSeconds: 1 },
  )
