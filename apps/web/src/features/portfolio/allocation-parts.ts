import type { Portfolio } from '@cnop/contracts/portfolio'
import { ZERO_CASH, compareUnits, plus, type Cash } from '@cnop/money/scaled'
import { parseCash, printCash } from '@cnop/money/text'
import { percentageOf } from '@cnop/money/trade'

export type Part = {
  readonly name: string
  readonly value: string
  /** Of the whole, two decimal places. */
  readonly percent: string
}

const LARGEST = 5

/** Cash and the largest holdings, then all the others together; from large to small, cash first. */
export const partsOf = ({ usd_balance, assets, total_portfolio_value }: Portfolio): Part[] => {
  const whole = parseCash(total_portfolio_value)
  if (whole <= 0n) return []
  const part = (name: string, value: Cash): Part => ({
    name,
    value: printCash(value),
    percent: percentageOf(value, whole),
  })
  const holdings = assets
    .map(({ asset_id, market_value }) => ({ asset_id, value: parseCash(market_value ?? '0') }))
    .filter(({ value }) => value > 0n)
    .toSorted((a, b) => compareUnits(b.value, a.value))
  const rest = holdings.slice(LARGEST).reduce((total, { value }) => plus(total, value), ZERO_CASH)
  return [
    part('Cash', parseCash(usd_balance)),
    ...holdings.slice(0, LARGEST).map(({ asset_id, value }) => part(asset_id, value)),
    ...(rest > 0n ? [part('Others', rest)] : []),
  ].filter(({ value }) => parseCash(value) > 0n)
}
