import type { ExplanationTerm } from '@cnop/contracts/explain'
import { minus, type Basis } from '@cnop/money/scaled'
import { parseCash, printBasis } from '@cnop/money/text'
import { toBasis } from '@cnop/money/trade'

/**
 * The last term of a figure in cents whose other terms are exact.
 * @param figure Dollars with two places. @param exact Sum of the other terms.
 * @returns none where nothing was rounded.
 */
export const roundingTerm = (figure: string, exact: Basis): ExplanationTerm[] => {
  const rounding = minus(toBasis(parseCash(figure)), exact)
  return rounding === 0n
    ? []
    : [
        {
          name: 'rounding',
          amount: printBasis(rounding),
          note: 'To the nearest cent',
          order_id: null,
          at: null,
        },
      ]
}
