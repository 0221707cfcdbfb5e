import { CASH_BOUNDS, PRICE_BOUNDS, QUANTITY_BOUNDS } from '@cnop/contracts/wire'
import { CASH_PLACES, PRICE_PLACES, QUANTITY_PLACES } from '@cnop/money/scaled'
import { parseCash, parsePrice, parseQuantity } from '@cnop/money/text'

import { exactPrice } from './exact-price'
import { formatQuantity, formatUsd, grouped } from './format'
import { parseTyped, type TypedNumber } from './parse-typed'
import { readerNumbers } from './reader-numbers'

const KINDS = {
  cash: { places: CASH_PLACES, bounds: CASH_BOUNDS, parse: parseCash, print: formatUsd },
  quantity: {
    places: QUANTITY_PLACES,
    bounds: QUANTITY_BOUNDS,
    parse: parseQuantity,
    print: formatQuantity,
  },
  price: { places: PRICE_PLACES, bounds: PRICE_BOUNDS, parse: parsePrice, print: exactPrice },
} as const

export type AmountKind = keyof typeof KINDS

type ReadAmount =
  | {
      /** A plain decimal the API takes. */
      readonly amount: string
      /** Repeats the amount where the text could be read another way. */
      readonly readAs?: string
    }
  /** `early`: more typing cannot mend it, so it is said at once. */
  | { readonly error: string; readonly early: boolean }

type Options = {
  /** Of the asset that a quantity is of. */
  readonly symbol?: string | undefined
  /** Said of an amount below the least of its kind, where what it is for asks for more. */
  readonly tooSmall?: string
}

const DOLLARS = ['USD', 'US$', '$']

/** Reads an amount as people write it, within the places and the limits of its kind. */
export const readAmount = (typed: string, kind: AmountKind, options: Options = {}): ReadAmount => {
  const { symbol, tooSmall } = options
  const { places, bounds, parse, print } = KINDS[kind]
  const number = parseTyped(typed, kind === 'quantity' ? [symbol ?? []].flat() : DOLLARS)
  const refuse = (error: string, early: boolean): ReadAmount => ({ error, early })
  if ('problem' in number) return refuse(problemWords(number.problem), false)
  const { decimal: amount } = number
  if (!/^\d{1,38}(\.\d{1,40})?$/.test(amount)) return refuse(problemWords('no-number'), false)
  const decimals = amount.split('.')[1]?.replace(/0+$/, '') ?? ''
  if (decimals.length > places) return refuse(`At most ${places} decimals`, true)
  if (parse(amount) > parse(bounds.max)) return refuse(`At most ${print(bounds.max)}`, true)
  if (parse(amount) < parse(bounds.min))
    return refuse(tooSmall ?? `At least ${print(bounds.min)}`, false)
  if (!number.repeat) return { amount }
  const withUnit = kind === 'quantity' ? withSymbol(symbol) : readerNumbers().dollars
  return { amount, readAs: readAsWords(number, withUnit) }
}

/** A decimal as the reader would type it, for a field that is filled in. */
export const writeAmount = (decimal: string): string =>
  decimal.replace('.', readerNumbers().decimalMark)

/** Dollars with a minus or a plus before them, as a plain decimal; what is no number stays as it is. */
export const readSignedCash = (
  typed: string,
): { readonly amount: string; readonly readAs?: string } => {
  const [, sign = '', rest = ''] = /^\s*([-−+]?)(.*)$/.exec(typed) ?? []
  const number = parseTyped(rest, DOLLARS)
  if ('problem' in number) return { amount: typed }
  const minus = sign === '' || sign === '+' ? '' : '-'
  const amount = `${minus}${number.decimal}`
  const print = (digits: string) => `${minus === '' ? '' : '−'}${readerNumbers().dollars(digits)}`
  return number.repeat ? { amount, readAs: readAsWords(number, print) } : { amount }
}

const problemWords = (problem: 'empty' | 'no-number' | 'marks'): string => {
  if (problem === 'empty') return 'Enter an amount'
  if (problem === 'no-number') return `Enter a number such as ${writeAmount('12.50')}`
  return `Check the commas and periods: write ${grouped('12345.50')} or ${writeAmount('12345.50')}`
}

const withSymbol =
  (symbol: string | undefined) =>
  (digits: string): string =>
    symbol === undefined ? digits : `${digits} ${symbol}`

const MARK_NAMES = { '.': 'period', ',': 'comma' } as const

/** Without marks between thousands where one of them is in question: the digits alone tell them apart. */
const readAsWords = (
  { decimal, choice }: Extract<TypedNumber, { decimal: string }>,
  print: (digits: string) => string,
): string => {
  if (choice === undefined) return `Read as ${print(grouped(decimal))}.`
  const digits = decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal
  const use = choice.as === 'group' ? 'separates thousands' : 'is the decimal mark'
  return `Read as ${print(writeAmount(digits))}: the ${MARK_NAMES[choice.mark]} ${use}.`
}
