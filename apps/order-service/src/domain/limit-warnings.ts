import type { Price } from '@cnop/money/scaled'

import type { LimitEffect, WantedLimit } from '#src/domain/place-limit-order'

/** Percent between limit and market from which on a limit looks like a slip of the hand. */
const FAR = 10n

/** What a person should know of a limit before it is placed; nothing while the market has no price. */
export const limitWarnings = (
  { price, timeInForce }: WantedLimit,
  effect: LimitEffect['effect'],
  market: Price | undefined,
): string[] => {
  if (market === undefined || effect === 'end') return []
  const apart = price > market ? price - market : market - price
  const isFar = apart * 100n > market * FAR
  const where = `Your limit is ${(apart * 100n) / market} % ${price > market ? 'above' : 'below'} the price`
  if (effect === 'wait') return isFar ? [`${where}: it may never fill.`] : []
  if (isFar) return [`${where}: it fills at once, at the market price.`]
  // Filling at once is all that an immediate order is for.
  return timeInForce === 'ioc'
    ? []
    : ['The market has already reached your limit: it fills at once, at the market price.']
}
