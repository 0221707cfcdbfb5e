import type { PriceBasis } from '@cnop/contracts/candles'
import { compound, returnOf } from '@cnop/money/returns'
import { UNIT_GROWTH, ZERO_CASH, minus, type Growth } from '@cnop/money/scaled'

import { coarsest } from '#src/domain/history/growth'
import { totalValueOf, type ValuePoint } from '#src/domain/history/value-point'
import { annualRate, type DatedAmount } from '#src/domain/history/xirr'

const DAY_MS = 86_400_000
const BASIS_POINTS = 10_000
/** A rate of a year says nothing about a shorter time. */
const MIN_DAYS = 28

export type Returns = {
  /** Basis points; `undefined` where a price is missing, or of no period. */
  readonly timeWeighted: bigint | undefined
  /** Basis points a year; `undefined` where there is no one rate. */
  readonly moneyWeighted: bigint | undefined
  /** The coarsest prices at which the account was valued at a flow. */
  readonly basis: PriceBasis
}

type Period = {
  /** Oldest first. */
  readonly points: readonly ValuePoint[]
  /** The account was empty before the first of them. */
  readonly startsAtZero: boolean
}

/** What an account has returned from the first point to the last, or since it began. */
export const returnsOf = (period: Period): Returns => {
  const { points, startsAtZero } = period
  const counted = startsAtZero ? points : points.slice(1)
  return {
    timeWeighted: timeWeighted(counted),
    moneyWeighted: moneyWeighted(period),
    basis: coarsest(counted.map(({ basis }) => basis)),
  }
}

const timeWeighted = (counted: readonly ValuePoint[]): bigint | undefined => {
  if (counted.length === 0) return undefined
  let factor: Growth = UNIT_GROWTH
  for (const { growth } of counted) {
    if (growth === undefined) return undefined
    factor = compound(factor, growth)
  }
  return returnOf(factor)
}

const moneyWeighted = ({ points, startsAtZero }: Period): bigint | undefined => {
  const last = points.at(-1)
  const first = startsAtZero ? undefined : points.at(0)
  if (last === undefined || isUnpriced(last) || (first !== undefined && isUnpriced(first)))
    return undefined
  const amounts: DatedAmount[] = []
  if (first !== undefined)
    amounts.push({ day: dayOf(first), amount: minus(ZERO_CASH, totalValueOf(first)) })
  let paidIn = first?.paidIn ?? ZERO_CASH
  for (const point of first === undefined ? points : points.slice(1)) {
    amounts.push({ day: dayOf(point), amount: minus(paidIn, point.paidIn) })
    paidIn = point.paidIn
  }
  amounts.push({ day: dayOf(last), amount: totalValueOf(last) })
  const moved = amounts.filter(({ amount }) => amount !== 0n)
  const days = dayOf(last) - (moved[0]?.day ?? dayOf(last))
  const rate = days < MIN_DAYS ? undefined : annualRate(moved)
  return rate === undefined ? undefined : BigInt(Math.round(rate * BASIS_POINTS))
}

/** The date (UTC) that ends with a point, or that it lies in. */
const dayOf = ({ atMs }: ValuePoint): number => Math.floor((atMs - 1) / DAY_MS)

const isUnpriced = ({ assets }: ValuePoint): boolean =>
  assets.some(({ price }) => price === undefined)
