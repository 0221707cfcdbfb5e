/**
 * The arithmetic of a trade. The house rule of rounding is written here and nowhere else: what a trader
 * pays rounds up to the cent, what a trader receives rounds down, so no sequence of trades at one price
 * can make money out of rounding.
 */
import { divideDown, divideNearest, divideUp } from './rounding.ts'
import {
  BASIS_PLACES,
  CASH_PLACES,
  PRICE_PLACES,
  QUANTITY_PLACES,
  basis,
  cash,
  price,
  quantity,
  type Basis,
  type Cash,
  type Price,
  type Quantity,
} from './scaled.ts'
import { printPercent } from './text.ts'

const power = (exponent: number): bigint => 10n ** BigInt(exponent)

/** Units of quantity x price that make one cent. */
const PER_CENT = power(QUANTITY_PLACES + PRICE_PLACES - CASH_PLACES)

/** Cents a buyer pays: quantity x price, rounded up. */
export const costOf = (amount: Quantity, at: Price): Cash => cash(divideUp(amount * at, PER_CENT))

/** Cents a seller receives: quantity x price, rounded down. */
export const proceedsOf = (amount: Quantity, at: Price): Cash =>
  cash(divideDown(amount * at, PER_CENT))

/** What a holding is worth at a price, to the nearest cent. Shown, never paid. */
export const valueOf = (amount: Quantity, at: Price): Cash =>
  cash(divideNearest(amount * at, PER_CENT))

/** The largest quantity in whole steps whose cost is at most `budget`. Price and step must be positive. */
export const quantityForBudget = (budget: Cash, at: Price, step: Quantity): Quantity =>
  quantity(divideDown(budget * PER_CENT, at * step) * step)

/** The smallest quantity in whole steps whose proceeds are at least `target`. Price and step must be positive. */
export const quantityForProceeds = (target: Cash, at: Price, step: Quantity): Quantity =>
  quantity(divideUp(target * PER_CENT, at * step) * step)

/** The largest quantity in whole steps that is at most `amount`. Step must be positive. */
export const wholeSteps = (amount: Quantity, step: Quantity): Quantity =>
  quantity(divideDown(amount, step) * step)

const BASIS_POINTS = 10_000n

/** A price for holding `at` firm: worse for the trader by some basis points, to the last place. Both sides of it pay. */
export const spreadPrice = (side: 'buy' | 'sell', at: Price, basisPoints: bigint): Price =>
  side === 'buy'
    ? price(divideUp(at * (BASIS_POINTS + basisPoints), BASIS_POINTS))
    : price(divideDown(at * (BASIS_POINTS - basisPoints), BASIS_POINTS))

const PER_CENT_OF_BASIS = power(BASIS_PLACES - CASH_PLACES)

/** Dollars paid or received, to be added to what a holding has cost. */
export const toBasis = (amount: Cash): Basis => basis(amount * PER_CENT_OF_BASIS)

/** To the nearest cent. Shown, never paid. */
export const toCash = (amount: Basis): Cash => cash(divideNearest(amount, PER_CENT_OF_BASIS))

/**
 * The part of a holding's cost that leaves with the sold quantity: `cost x sold / held` to the nearest 10^-24 dollar, so
 * that the average cost of what is left stays the same to 12 places; all of it when all is sold.
 */
export const costShare = (cost: Basis, sold: Quantity, held: Quantity): Basis =>
  basis(divideNearest(cost * sold, held))

/** Average cost of one unit, to the nearest 10^-12 dollar. `held` must be positive. */
export const averageCost = (cost: Basis, held: Quantity): Price =>
  price(divideNearest(cost, held * power(BASIS_PLACES - QUANTITY_PLACES - PRICE_PLACES)))

/** `part` as a percentage of `whole` with two decimal places, e.g. `"33.33"`; `"0.00"` of nothing. */
export const percentageOf = (part: Cash, whole: Cash): string =>
  printPercent(whole === 0n ? 0n : divideNearest(part * 10_000n, whole))
