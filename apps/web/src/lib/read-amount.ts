import { CASH_BOUNDS, PRICE_BOUNDS, QUANTITY_BOUNDS } from '@cnop/contracts/wire'
import { CASH_PLACES, PRICE_PLACES, QUANTITY_PLACES } from '@cnop/money/scaled'
import { parseCash, parsePrice, parseQuantity } from '@cnop/money/text'

import { exactPrice } from './exact-price'
import { formatQuantity, formatUsd } from './format'

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
  /** A plain decimal the API takes. */
  | { readonly amount: string }
  /** `early`: more typing cannot mend it, so it is said at once. */
  | { readonly error: string; readonly early: boolean }

const GROUPED = /^\d{1,3}(,\d{3})+(\.\d*)?$/

/** `$1,000.50`, ` .5 ` and `3.` as plain decimals; whatever is no number as it is. */
const plain = (typed: string): string => {
  const text = typed.trim().replace(/^\$\s*/, '')
  const digits = GROUPED.test(text) ? text.replaceAll(',', '') : text
  return /\d/.test(digits) ? digits.replace(/^\./, '0.').replace(/\.$/, '') : digits
}

/** An amount as people write it: spaces around it, commas between thousands and a bare point are no mistake. */
export const readAmount = (typed: string, kind: AmountKind): ReadAmount => {
  const { places, bounds, parse, print } = KINDS[kind]
  const amount = plain(typed)
  const refuse = (error: string, early: boolean): ReadAmount => ({ error, early })
  if (amount === '') return refuse('Enter an amount', false)
  if (!/^\d{1,38}(\.\d{1,40})?$/.test(amount)) return refuse('Enter a number such as 12.50', false)
  const decimals = amount.split('.')[1]?.replace(/0+$/, '') ?? ''
  if (decimals.length > places) return refuse(`At most ${places} decimals`, true)
  if (parse(amount) > parse(bounds.max)) return refuse(`At most ${print(bounds.max)}`, true)
  if (parse(amount) < parse(bounds.min)) return refuse(`At least ${print(bounds.min)}`, false)
  return { amount }
}
