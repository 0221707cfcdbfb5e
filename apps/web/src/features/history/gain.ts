import type { ValuePoint } from '@cnop/contracts/portfolio-history'
import { minus, plus, ZERO_CASH } from '@cnop/money/scaled'
import { parseCash, printCash } from '@cnop/money/text'
import { percentageOf } from '@cnop/money/trade'

export type Gain = {
  /** Dollars, signed. */
  readonly amount: string
  /** Of what the portfolio had been worth and what was paid in since; `undefined` of nothing. */
  readonly percent: string | undefined
}

/** What the market has made of a portfolio between two moments: paying in is no gain, paying out no loss. */
export const gainBetween = (before: ValuePoint, after: ValuePoint): Gain => {
  const paidIn = minus(parseCash(after.paid_in), parseCash(before.paid_in))
  const start = parseCash(before.value)
  const amount = minus(minus(parseCash(after.value), start), paidIn)
  const base = plus(start, paidIn > 0n ? paidIn : ZERO_CASH)
  return {
    amount: printCash(amount),
    percent: base > 0n ? percentageOf(amount, base) : undefined,
  }
}
