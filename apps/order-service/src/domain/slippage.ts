import { AppError } from '@cnop/contracts/errors'
import type { Price } from '@cnop/money/scaled'
import { printPrice } from '@cnop/money/text'

/** How much worse than expected a price may be. */
export type SlippageLimit = {
  /** Hundredths of a percent. */
  readonly hundredths: bigint
  /** What the trader takes the price to be; `undefined`: the price when the order arrives. */
  readonly expectedPrice: Price | undefined
}

const WHOLE = 10_000n

/**
 * Refuses a price that is worse than expected by more than the limit: higher for a buyer, lower for a
 * seller. A better price is never refused.
 * @throws {AppError} SLIPPAGE_EXCEEDED
 */
export const assertWithinSlippage = (
  side: 'buy' | 'sell',
  price: Price,
  { hundredths, expectedPrice = price }: SlippageLimit,
): void => {
  const isFair =
    side === 'buy'
      ? price * WHOLE <= expectedPrice * (WHOLE + hundredths)
      : price * WHOLE >= expectedPrice * (WHOLE - hundredths)
  if (isFair) return
  throw new AppError(
    'SLIPPAGE_EXCEEDED',
    `The price is now ${printPrice(price)}, further from ${printPrice(expectedPrice)} than you allow. Nothing was moved.`,
  )
}
