import { AppError } from '@cnop/contracts/errors'
import type { Quantity } from '@cnop/money/scaled'
import { printCash, printQuantity } from '@cnop/money/text'

import type { Refusal } from '../dynamodb/transact.ts'
import { CashItem } from './items.ts'

/** Why the cash leg was refused, told from the balance as it was when the database refused. */
export const insufficientBalance = (refusal: Refusal | undefined): AppError => {
  if (refusal?.stored === undefined)
    return new AppError('BALANCE_NOT_FOUND', 'This account has no balance.')
  const { available } = CashItem.parse(refusal.stored)
  return new AppError(
    'INSUFFICIENT_BALANCE',
    `This needs more than the ${printCash(available)} USD available. Nothing was moved.`,
  )
}

export const insufficientHoldings = (assetId: string, available: Quantity): AppError =>
  new AppError(
    'INSUFFICIENT_HOLDINGS',
    `You have ${printQuantity(available)} ${assetId} available to sell. Nothing was moved.`,
  )
