import {
  BASIS_PLACES,
  CASH_PLACES,
  GROWTH_PLACES,
  PRICE_PLACES,
  QUANTITY_PLACES,
  basis,
  cash,
  growth,
  price,
  quantity,
  type Basis,
  type Cash,
  type Growth,
  type Price,
  type Quantity,
} from './scaled.ts'

const PERCENT_PLACES = 2

/** Why a text is not an amount of the wanted unit; the message is fit to show to whoever typed it. */
export class DecimalSyntaxError extends Error {
  override readonly name = 'DecimalSyntaxError'
}

const PLAIN = /^(-?)(\d{1,38})(?:\.(\d{1,40}))?$/

/** Reads a plain decimal (`-12.50`, no exponent, no separators) into units of 10^-places. Never rounds. */
const parseUnits = (text: string, places: number): bigint => {
  const match = PLAIN.exec(text)
  if (match === null) throw new DecimalSyntaxError('must be a plain decimal number such as 12.50')
  const [, sign, whole, rawFraction = ''] = match
  const fraction = rawFraction.replace(/0+$/, '')
  if (fraction.length > places)
    throw new DecimalSyntaxError(`must have at most ${places} decimal places`)
  const units = BigInt(`${whole}${fraction.padEnd(places, '0')}`)
  return sign === '-' ? -units : units
}

const printUnits = (units: bigint, places: number): string => {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0')
  const sign = units < 0n ? '-' : ''
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`
}

/** US dollars of a text. @throws {DecimalSyntaxError} for no plain decimal, or more than 2 places. */
export const parseCash = (text: string): Cash => cash(parseUnits(text, CASH_PLACES))

/** A quantity of a text. @throws {DecimalSyntaxError} for no plain decimal, or more than 8 places. */
export const parseQuantity = (text: string): Quantity => quantity(parseUnits(text, QUANTITY_PLACES))

/** A price of a text. @throws {DecimalSyntaxError} for no plain decimal, or more than 12 places. */
export const parsePrice = (text: string): Price => price(parseUnits(text, PRICE_PLACES))

/** Dollars of a text. @throws {DecimalSyntaxError} for no plain decimal, or more than 24 places. */
export const parseBasis = (text: string): Basis => basis(parseUnits(text, BASIS_PLACES))

/** A factor of a text. @throws {DecimalSyntaxError} for no plain decimal, or more than 24 places. */
export const parseGrowth = (text: string): Growth => growth(parseUnits(text, GROWTH_PLACES))

/** Percent as basis points (hundredths of a percent): `"1.25"` is `125n`. @throws {DecimalSyntaxError} */
export const parsePercent = (text: string): bigint => parseUnits(text, PERCENT_PLACES)

/** US dollars with both places: `"1250.00"`. */
export const printCash = (amount: Cash): string => printUnits(amount, CASH_PLACES)

/** A quantity with all 8 places: `"0.00150000"`. */
export const printQuantity = (amount: Quantity): string => printUnits(amount, QUANTITY_PLACES)

/** Basis points as percent: `-125n` becomes `"-1.25"`. */
export const printPercent = (basisPoints: bigint): string => printUnits(basisPoints, PERCENT_PLACES)

/** A quantity for a sentence, or a step, without empty places (`"0.000001"`, `"1"`). */
export const printShort = (amount: Quantity): string =>
  printUnits(amount, QUANTITY_PLACES).replace(/\.?0+$/, '')

/** Prices span 16 orders of magnitude: trailing zeros go, but at least two places stay (`"64250.00"`, `"0.00000123"`). */
export const printPrice = (amount: Price): string => withoutZeros(printUnits(amount, PRICE_PLACES))

/** Dollars that something has cost, exactly; at least two places. */
export const printBasis = (amount: Basis): string => withoutZeros(printUnits(amount, BASIS_PLACES))

/** A factor, exactly; at least two places. */
export const printGrowth = (factor: Growth): string =>
  withoutZeros(printUnits(factor, GROWTH_PLACES))

const withoutZeros = (text: string): string => text.replace(/(\.\d\d\d*?)0+$/, '$1')

/**
 * A number without its exponent (`1e-7` becomes `0.0000001`), exactly. For JSON numbers, which hold 15
 * significant digits faithfully (the request parser refuses longer literals), and for stored texts.
 */
export const plainDecimal = (value: number | string): string => {
  const text = String(value)
  const match = /^(-?)(\d+)(?:\.(\d+))?e([+-]?\d{1,3})$/i.exec(text)
  if (match === null) return text
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  const digits = `${whole}${fraction}`
  const point = whole.length + Number.parseInt(exponent, 10)
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  if (point >= digits.length) return `${sign}${digits.padEnd(point, '0')}`
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
}
