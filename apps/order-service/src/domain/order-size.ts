import { readHolding } from '@cnop/common/ledger/holdings'
import type { Ledger } from '@cnop/common/ledger/ledger'
import { AppError } from '@cnop/contracts/errors'
import { MIN_ORDER_VALUE } from '@cnop/contracts/order-rules'
import { ZERO_QUANTITY, type Cash, type Quantity } from '@cnop/money/scaled'
import { printCash, printShort } from '@cnop/money/text'

import type { OrderTerms } from '#src/domain/order-terms'

export type OrderSize = {
  readonly quantity: Quantity
  readonly total: Cash
  /** What quantities of the asset are multiples of. */
  readonly step: Quantity
}

type Traded = Pick<OrderTerms, 'side' | 'assetId'>

/**
 * What is wrong with the size of an order, if anything. All of a holding can always be sold, however
 * little it is and however odd.
 * @param available Units that could be sold.
 */
export const sizeObstacle = (
  { side, assetId }: Traded,
  { quantity, total, step }: OrderSize,
  available: Quantity,
): AppError | undefined => {
  if (side === 'sell' && quantity > 0n && quantity === available) return undefined
  const steps = `${assetId} is traded in steps of ${printShort(step)}`
  if (quantity % step !== 0n)
    return new AppError('VALIDATION_FAILED', `${steps}; all of a holding can be sold at once.`, {
      fieldErrors: [{ field: 'quantity', message: `must be a multiple of ${printShort(step)}` }],
    })
  if (quantity === 0n)
    return new AppError('ORDER_BELOW_MINIMUM', `${steps}, and one costs more than that.`)
  if (total < MIN_ORDER_VALUE)
    return new AppError(
      'ORDER_BELOW_MINIMUM',
      `An order must be worth at least ${printCash(MIN_ORDER_VALUE)} USD; less can only be sold as the whole of a holding.`,
    )
  return undefined
}

/**
 * Reads the holding only where it decides.
 * @throws {AppError} ORDER_BELOW_MINIMUM, VALIDATION_FAILED
 */
export const assertSize = async (
  ledger: Ledger,
  traded: Traded & { readonly username: string },
  size: OrderSize,
): Promise<void> => {
  if (sizeObstacle(traded, size, ZERO_QUANTITY) === undefined) return
  const { side, username, assetId } = traded
  const holding = side === 'sell' ? await readHolding(ledger, username, assetId) : undefined
  const obstacle = sizeObstacle(traded, size, holding?.available ?? ZERO_QUANTITY)
  if (obstacle !== undefined) throw obstacle
}
