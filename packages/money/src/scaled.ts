/**
 * Exact decimals: a `bigint` that counts the smallest unit, behind a brand that says which unit.
 *
 * - `Cash`: US dollars in cents, 2 decimal places.
 * - `Quantity`: an amount of an asset, 8 decimal places.
 * - `Price`: US dollars for one unit of an asset, 12 decimal places (some assets trade below 10^-8).
 * - `Basis`: US dollars that a holding has cost, 24 decimal places: shares of it add up without drifting.
 * - `Worth`: US dollars that something is worth, 20 decimal places: quantity x price without rounding.
 * - `Growth`: the factor a portfolio grew by, 24 decimal places; 1 is no change.
 *
 * The brand makes `cash + price` a compile error where it matters: results of plain bigint arithmetic
 * lose the brand, so a value gets one only in this package.
 */
declare const unit: unique symbol

type Scaled<Unit extends string> = bigint & { readonly [unit]: Unit }

export type Cash = Scaled<'cash'>
export type Quantity = Scaled<'quantity'>
export type Price = Scaled<'price'>
export type Basis = Scaled<'basis'>
export type Worth = Scaled<'worth'>
export type Growth = Scaled<'growth'>
export type Decimal = Cash | Quantity | Price | Basis | Worth | Growth

export const CASH_PLACES = 2
export const QUANTITY_PLACES = 8
export const PRICE_PLACES = 12
export const BASIS_PLACES = 24
export const WORTH_PLACES = QUANTITY_PLACES + PRICE_PLACES
export const GROWTH_PLACES = 24

/** A count of cents, 10^-8 asset units, 10^-12, 10^-24 or 10^-20 dollars, or 10^-24, branded as what it is. */
export const cash = (units: bigint): Cash => units as Cash
export const quantity = (units: bigint): Quantity => units as Quantity
export const price = (units: bigint): Price => units as Price
export const basis = (units: bigint): Basis => units as Basis
export const worth = (units: bigint): Worth => units as Worth
export const growth = (units: bigint): Growth => units as Growth

export const ZERO_CASH = cash(0n)
export const ZERO_QUANTITY = quantity(0n)
export const ZERO_BASIS = basis(0n)
export const ZERO_WORTH = worth(0n)
/** No change. */
export const UNIT_GROWTH = growth(10n ** BigInt(GROWTH_PLACES))

const sumOf = (a: bigint, b: bigint): bigint => a + b
const differenceOf = (a: bigint, b: bigint): bigint => a - b

/** Sum and difference of two amounts of the same unit. */
export const plus = <T extends Decimal>(a: T, b: T): T => sumOf(a, b) as T
export const minus = <T extends Decimal>(a: T, b: T): T => differenceOf(a, b) as T
export const sum = <T extends Decimal>(zero: T, amounts: Iterable<T>): T => {
  let total = zero
  for (const amount of amounts) total = plus(total, amount)
  return total
}

/** For sorting from small to large, without a detour over `number`. */
export const compareUnits = <T extends bigint>(a: T, b: T): number => {
  if (a === b) return 0
  return a < b ? -1 : 1
}
