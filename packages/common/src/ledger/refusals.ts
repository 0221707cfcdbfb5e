import {
  BalanceNotFound,
  InsufficientBalance,
  InsufficientHoldings,
} from '@cnop/contracts/domain-errors'
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
