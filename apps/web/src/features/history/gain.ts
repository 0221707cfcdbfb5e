import type { ValuePoint } from '@cnop/contracts/portfolio-history'
import { minus } from '@cnop/money/scaled'
import { parseCash, printCash } from '@cnop/money/text'

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
