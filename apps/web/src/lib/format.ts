/** How amounts look. They come as exact decimal strings and stay strings: nothing here is a float. */
import { divideNearest } from '@cnop/money/rounding'
import { cash, price } from '@cnop/money/scaled'
import { parseCash, parsePrice, printCash, printPrice } from '@cnop/money/text'

const MINUS = '−'

/** `1234567.5` becomes `1,234,567.5`. */
export const grouped = (digits: string): string => {
  const [whole = '', fraction] = digits.split('.')
  const withCommas = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return fraction === undefined ? withCommas : `${withCommas}.${fraction}`
}

const signed = (decimal: string, print: (digits: string) => string): string =>
  decimal.startsWith('-') && /[1-9]/.test(decimal)
    ? `${MINUS}${print(decimal.slice(1))}`
    : print(decimal.replace('-', ''))

/** Dollars and cents: `$1,250.00`, `−$3.10`. */
export const formatUsd = (decimal: string): string =>
  signed(decimal, (digits) => `$${grouped(printCash(parseCash(digits)))}`)

/** The same with a plus where it is a gain. */
export const formatGain = (decimal: string): string =>
  isPositive(decimal) ? `+${formatUsd(decimal)}` : formatUsd(decimal)

const PRICE_PLACES = 12

/** A price as exactly as it is worth reading: cents from $100, four places from $1, then six digits, below a cent four. */
export const formatPrice = (decimal: string): string => {
  const units = parsePrice(decimal)
  const dollar = 10n ** BigInt(PRICE_PLACES)
  if (units >= 100n * dollar) return `$${grouped(rounded(units, 2))}`
  if (units >= dollar) return `$${grouped(rounded(units, 4))}`
  return `$${significant(units)}`
}

/** So many digits from the first that is not zero. */
const significant = (units: bigint): string => {
  const digits = units.toString().length
  const surplus = Math.max(0, digits - (digits > MITE_DIGITS ? 6 : 4))
  const unit = 10n ** BigInt(surplus)
  return printPrice(price(divideNearest(units, unit) * unit))
}

/** Below a cent. */
const MITE_DIGITS = PRICE_PLACES - 2

const rounded = (units: bigint, places: number): string => {
  const digits = divideNearest(units, 10n ** BigInt(PRICE_PLACES - places))
    .toString()
    .padStart(places + 1, '0')
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`
}

/** A quantity without the zeros at its end: `0.015`, `1,200`. */
export const formatQuantity = (decimal: string): string =>
  signed(decimal, (digits) => grouped(digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits))

const SHORT_DIGITS = 8

/** Cut to eight digits, for a place too small for all of them: `27898547.49002348` becomes `27898547`. */
export const shortQuantity = (decimal: string): string => {
  const [whole = '', fraction = ''] = decimal.split('.')
  const room = whole === '0' ? SHORT_DIGITS : SHORT_DIGITS - whole.length
  return room > 0 && fraction !== '' ? `${whole}.${fraction.slice(0, room)}` : whole
}

/** The long numbers in a sentence of the API, in groups: `Bought 27898547.49 PEPE` is hard to read. */
export const groupNumbers = (sentence: string): string =>
  sentence.replace(/(?<![\w.])\d{4,}(\.\d+)?\b/g, (digits) => grouped(digits))

/** `+1.25 %`, `−0.40 %`, `0.00 %`. */
export const formatPercent = (decimal: string): string =>
  `${isPositive(decimal) ? '+' : ''}${signed(decimal, grouped)} %`

/** Large dollars in few digits: `$1.27 T`, `$845.20 M`. */
export const formatCompactUsd = (decimal: string): string => {
  const cents = parseCash(decimal)
  for (const [name, zeros] of SCALES) {
    const unit = 10n ** BigInt(zeros)
    if (cents >= unit * 100n)
      return `$${grouped(printCash(cash(divideNearest(cents, unit))))} ${name}`
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
