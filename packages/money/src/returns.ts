/**
 * The arithmetic of returns.
 *
 * Time-weighted (TWR): a period is split at every external flow, and the factors of its parts are multiplied, so that
 * the size and the moment of deposits and withdrawals do not count: `TWR = (V1 / V0') x (V2 / V1') x ... - 1`, where
 * `V` is the value just before a flow and `V'` just after it. Source: C. Bacon, "Practical Portfolio Performance
 * Measurement and Attribution", "true time-weighted"; GIPS 2020, provision 2.A.
 */
import { divideNearest } from './rounding.ts'
import {
  CASH_PLACES,
  UNIT_GROWTH,
  WORTH_PLACES,
  growth,
  worth,
  type Cash,
  type Growth,
  type Price,
  type Quantity,
  type Worth,
} from './scaled.ts'

const PER_CENT = 10n ** BigInt(WORTH_PLACES - CASH_PLACES)

/** Dollars with all places of a worth, to be added to what assets are worth. */
export const toWorth = (amount: Cash): Worth => worth(amount * PER_CENT)

/** Quantity x price, exactly. */
export const worthOf = (amount: Quantity, at: Price): Worth => worth(amount * at)

/**
 * The factor by which `from` became `to` without a flow, to the nearest 10^-24. Of nothing there is no growth, so a
 * part without money leaves the return as it is.
 */
export const growthBetween = (from: Worth, to: Worth): Growth =>
  from <= 0n ? UNIT_GROWTH : growth(divideNearest(to * UNIT_GROWTH, from))

/** One factor after another, to the nearest 10^-24. */
export const compound = (first: Growth, second: Growth): Growth =>
  growth(divideNearest(first * second, UNIT_GROWTH))

const BASIS_POINTS = 10_000n

/** The return of a factor in basis points (hundredths of a percent), to the nearest. */
export const returnOf = (factor: Growth): bigint =>
  divideNearest((factor - UNIT_GROWTH) * BASIS_POINTS, UNIT_GROWTH)
