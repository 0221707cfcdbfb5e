import type { ValuePoint } from '@cnop/contracts/portfolio-history'
import { divideNearest } from '@cnop/money/rounding'
import { minus } from '@cnop/money/scaled'
import { parseCash, parsePercent, printCash, printPercent } from '@cnop/money/text'

/** Points of a range, as the API answers them. */
type History = {
  readonly points: readonly ValuePoint[]
  readonly starts_at_zero: boolean
}

const NOTHING = { value: '0.00', paid_in: '0.00', unpriced_assets: [] }

/**
 * Dollars a portfolio gained over a range, signed: paying in is no gain, paying out no loss. Of an account that began
 * in it that is all it ever made. `undefined` where a price is missing at either end.
 */
export const gainOver = ({ points, starts_at_zero }: History): string | undefined => {
  const before = starts_at_zero ? NOTHING : points.at(0)
  const after = points.at(-1)
  if (before === undefined || after === undefined) return undefined
  if (before.unpriced_assets.length + after.unpriced_assets.length > 0) return undefined
  const paidIn = minus(parseCash(after.paid_in), parseCash(before.paid_in))
  return printCash(minus(minus(parseCash(after.value), parseCash(before.value)), paidIn))
}

/** What is known of a portfolio now. */
type Current = {
  readonly total_portfolio_value: string
  readonly usd_balance: string
  readonly unpriced_assets: readonly string[]
}

/** With its time-weighted return in percent. */
type ReturningHistory = History & { readonly returns: { readonly time_weighted: string | null } }

const WHOLE_BASIS_POINTS = 10_000n

/**
 * A history that ends with the value of now. Its last point may be a minute old; while the cash is the same since,
 * only prices have moved, and the time-weighted return goes on by their change.
 */
export const upToNow = <Known extends ReturningHistory>(history: Known, now: Current): Known => {
  const last = history.points.at(-1)
  if (last === undefined || parseCash(last.cash) !== parseCash(now.usd_balance)) return history
  const { total_portfolio_value: value, unpriced_assets } = now
  const end = { ...last, value, unpriced_assets: [...unpriced_assets] }
  const { returns } = history
  return {
    ...history,
    points: [...history.points.slice(0, -1), end],
    returns: { ...returns, time_weighted: grown(returns.time_weighted, last.value, value) },
  }
}

/** A return of so many percent after a further change from one value to another. */
const grown = (percent: string | null, from: string, to: string): string | null => {
  const base = parseCash(from)
  if (percent === null || base <= 0n) return percent
  const factor = (WHOLE_BASIS_POINTS + parsePercent(percent)) * parseCash(to)
  return printPercent(divideNearest(factor, base) - WHOLE_BASIS_POINTS)
}
