/**
 * Amounts as the reader's locale writes them. They come as exact decimal strings and stay strings: nothing
 * here is a float. The examples are those of en-US.
 */
import { divideNearest } from '@cnop/money/rounding'
import { cash } from '@cnop/money/scaled'
import { parseCash, parsePrice, printCash } from '@cnop/money/text'

import { readerNumbers } from './reader-numbers'

const MINUS = '−'

/** `1234567.5` becomes `1,234,567.5`, or what the reader's locale makes of it; every digit stays. */
export const grouped = (digits: string): string => {
  const [whole = '', fraction] = digits.split('.')
  const { group, decimalMark } = readerNumbers()
  return fraction === undefined
    ? group(BigInt(whole))
    : `${group(BigInt(whole))}${decimalMark}${fraction}`
}

/** The same with the dollar sign. */
export const dollars = (digits: string): string => readerNumbers().dollars(grouped(digits))

const signed = (decimal: string, print: (digits: string) => string): string =>
  decimal.startsWith('-') && /[1-9]/.test(decimal)
    ? `${MINUS}${print(decimal.slice(1))}`
    : print(decimal.replace('-', ''))

/** Dollars and cents: `$1,250.00`, `−$3.10`. */
export const formatUsd = (decimal: string): string =>
  signed(decimal, (digits) => dollars(printCash(parseCash(digits))))

/** The same with a plus where it is a gain. */
export const formatGain = (decimal: string): string =>
  isPositive(decimal) ? `+${formatUsd(decimal)}` : formatUsd(decimal)

const PRICE_PLACES = 12

/**
 * A price that passes by, in a list or beside a chart: cents from $100, four places from $1, below that six
 * digits and below a cent four. The zeros at its end stay, so that its digits keep their places as it moves.
 * A price that was agreed on is shown by `exactPrice`.
 */
export const formatPrice = (decimal: string): string => {
  const units = parsePrice(decimal)
  const places = units === 0n ? 2 : placesFor(units.toString().length - PRICE_PLACES)
  return dollars(rounded(units, places))
}

/** For a price with so many digits before its point; with none, less the zeros after it. */
const placesFor = (wholeDigits: number): number => {
  if (wholeDigits > 2) return 2
  if (wholeDigits > 0) return 4
  return Math.min(PRICE_PLACES, (wholeDigits > -2 ? 6 : 4) - wholeDigits)
}

const rounded = (units: bigint, places: number): string => {
  const digits = divideNearest(units, 10n ** BigInt(PRICE_PLACES - places))
    .toString()
    .padStart(places + 1, '0')
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`
}

/** A quantity without the zeros at its end: `0.015`, `1,200`. */
export const formatQuantity = (decimal: string): string =>
  signed(decimal, (digits) => grouped(digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits))

/** A part of a whole in percent: `12.50 %`. */
export const formatShare = (decimal: string): string => `${signed(decimal, grouped)} %`

/** `+1.25 %`, `−0.40 %`, `0.00 %`. */
export const formatPercent = (decimal: string): string =>
  `${isPositive(decimal) ? '+' : ''}${formatShare(decimal)}`

/** Large dollars in few digits: `$1.27 T`, `$845.20 M`. */
export const formatCompactUsd = (decimal: string): string => {
  const cents = parseCash(decimal)
  for (const [name, zeros] of SCALES) {
    const unit = 10n ** BigInt(zeros)
    if (cents >= unit * 100n)
      return readerNumbers().dollars(
        `${grouped(printCash(cash(divideNearest(cents, unit))))} ${name}`,
      )
  }
  return formatUsd(decimal)
}

const SCALES = [
  ['T', 12],
  ['B', 9],
  ['M', 6],
  ['K', 3],
] as const

export const isPositive = (decimal: string): boolean =>
  !decimal.startsWith('-') && /[1-9]/.test(decimal)

export const isNegative = (decimal: string): boolean =>
  decimal.startsWith('-') && /[1-9]/.test(decimal)

/** Made when it is first wanted: the browser takes long over the first of them. */
const once = (options: Intl.DateTimeFormatOptions): ((date: Date) => string) => {
  let format: Intl.DateTimeFormat | undefined
  return (date) => (format ??= new Intl.DateTimeFormat(undefined, options)).format(date)
}

const inThisYear = once({ month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' })
const inOtherYear = once({ dateStyle: 'medium', timeStyle: 'short' })

/** In the reader's own time zone and language. */
export const formatDateTime = (timestamp: string): string => {
  const date = new Date(timestamp)
  const isThisYear = date.getFullYear() === new Date().getFullYear()
  return isThisYear ? inThisYear(date) : inOtherYear(date)
}

export const formatClock = once({ timeStyle: 'medium' })
export const formatTime = (timestamp: string): string => formatClock(new Date(timestamp))
