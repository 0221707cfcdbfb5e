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

/** Points of a range, as the API answers them. */
type History = {
  readonly points: readonly ValuePoint[]
  readonly starts_at_zero: boolean
}

const NOTHING = { value: '0.00', paid_in: '0.00', unpriced_assets: [] }

/**
 * What the market has made of a portfolio over a range: paying in is no gain, paying out no loss. Of an
 * account that began in it that is all it ever made. `undefined` where a price is missing at either end.
 */
export const gainOver = ({ points, starts_at_zero }: History): Gain | undefined => {
  const before = starts_at_zero ? NOTHING : points.at(0)
  const after = points.at(-1)
  if (before === undefined || after === undefined) return undefined
  if (before.unpriced_assets.length + after.unpriced_assets.length > 0) return undefined
  return gainBetween(before, after)
}

/** What is known of a portfolio now. */
type Current = {
  readonly total_portfolio_value: string
  readonly usd_balance: string
  readonly unpriced_assets: readonly string[]
}

/**
 * A history that ends with the value of now. Its last point may be a minute old; while the cash is the same since,
 * only prices have moved.
 */
export const upToNow = <Known extends History>(history: Known, now: Current): Known => {
  const last = history.points.at(-1)
  if (last === undefined || parseCash(last.cash) !== parseCash(now.usd_balance)) return history
  const { total_portfolio_value: value, unpriced_assets } = now
  const end = { ...last, value, unpriced_assets: [...unpriced_assets] }
  return { ...history, points: [...history.points.slice(0, -1), end] }
}

type Moment = Pick<ValuePoint, 'value' | 'paid_in'>

const gainBetween = (before: Moment, after: Moment): Gain => {
  const paidIn = minus(parseCash(after.paid_in), parseCash(before.paid_in))
  const start = parseCash(before.value)
  const amount = minus(minus(parseCash(after.value), start), paidIn)
  const base = plus(start, paidIn > 0n ? paidIn : ZERO_CASH)
  return {
    amount: printCash(amount),
    percent: base > 0n ? percentageOf(amount, base) : undefined,
  }
}
