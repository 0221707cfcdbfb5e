import type { PriceBasis } from '@cnop/contracts/candles'
import { compound, growthBetween, toWorth, worthOf } from '@cnop/money/returns'
import {
  UNIT_GROWTH,
  ZERO_WORTH,
  plus,
  sum,
  type Growth,
  type Price,
  type Quantity,
  type Worth,
} from '@cnop/money/scaled'

import type { Flow } from '#src/domain/history/flows'
import type { MomentPrice, MomentPrices, PriceTable } from '#src/domain/history/past-prices'
import type { Position } from '#src/domain/history/position'
import type { Valuation, ValuePoint } from '#src/domain/history/value-point'

/** A point that growth is counted from. */
export type Origin = {
  /** Unix time in milliseconds. */
  readonly atMs: number
  /** `undefined` where a price is missing. */
  readonly worth: Worth | undefined
  /** Since the day before, where the point is in the midst of a day. */
  readonly growth: Growth | undefined
  readonly basis: PriceBasis
}

/** Before there was anything in an account. */
export const EMPTY: Origin = { atMs: 0, worth: ZERO_WORTH, growth: UNIT_GROWTH, basis: 'minute' }

export const originAt = (point: Valuation): Origin => ({
  atMs: point.atMs,
  worth: exactWorth(point),
  growth: UNIT_GROWTH,
  basis: 'minute',
})

const COARSENESS: readonly PriceBasis[] = ['minute', 'hour', 'day']

export const coarsest = (bases: Iterable<PriceBasis>): PriceBasis => {
  const rank = Math.max(0, ...[...bases].map((basis) => COARSENESS.indexOf(basis)))
  return COARSENESS[rank] ?? 'minute'
}

/**
 * Adds to each of some points, oldest first, the time-weighted growth since the one before it (the first: since
 * `origin`): the account is valued at every flow between them.
 * @param flows From `origin` on, oldest first; those after the last point count only with `endsNow`.
 */
export const withGrowth = async (
  momentPrices: MomentPrices,
  { origin, flows, points, endsNow = false }: Growing,
): Promise<ValuePoint[]> => {
  const prices = await pricesAt(momentPrices, flows)
  let { worth, growth, basis } = origin
  let next = 0
  return points.map((point, index) => {
    const endMs = endsNow && index === points.length - 1 ? Number.POSITIVE_INFINITY : point.atMs
    for (; ; next += 1) {
      const flow = flows[next]
      if (flow === undefined || flow.atMs >= endMs) break
      const valued = valueBefore(flow, prices)
      growth = grow(growth, worth, valued.worth)
      worth = valued.worth === undefined ? undefined : plus(valued.worth, toWorth(flow.amount))
      basis = coarsest([basis, valued.basis])
    }
    const end = exactWorth(point)
    const grown = { ...point, growth: grow(growth, worth, end), basis }
    worth = end
    growth = UNIT_GROWTH
    basis = 'minute'
    return grown
  })
}

type Growing = {
  readonly origin: Origin
  readonly flows: readonly Flow[]
  readonly points: readonly Valuation[]
  readonly endsNow?: boolean
}

const grow = (
  growth: Growth | undefined,
  from: Worth | undefined,
  to: Worth | undefined,
): Growth | undefined =>
  growth === undefined || from === undefined || to === undefined
    ? undefined
    : compound(growth, growthBetween(from, to))

const valueBefore = (
  { before, pricedMs, resolution }: Flow,
  prices: PriceTable<MomentPrice>,
): { readonly worth: Worth | undefined; readonly basis: PriceBasis } => {
  const found = [...before.quantities].map(([assetId, quantity]) => ({
    quantity,
    price: prices.get(assetId)?.get(pricedMs),
  }))
  if (found.length === 0) return { worth: toWorth(before.cash), basis: 'minute' }
  const bases = found.flatMap(({ price }) => price?.basis ?? [])
  return {
    worth: worthWith(
      before.cash,
      found.map(({ quantity, price }) => ({ quantity, price: price?.price })),
    ),
    basis: coarsest([resolution, ...bases]),
  }
}

const exactWorth = ({ cash, assets }: Valuation): Worth | undefined =>
  worthWith(
    cash,
    assets.map(({ quantity, price }) => ({ quantity, price: price?.price })),
  )

type Held = { readonly quantity: Quantity; readonly price: Price | undefined }

/** Without rounding; `undefined` where a price is missing. */
const worthWith = (cash: Position['cash'], held: readonly Held[]): Worth | undefined => {
  const worths = held.flatMap(({ quantity, price }) =>
    price === undefined ? [] : [worthOf(quantity, price)],
  )
  return worths.length < held.length ? undefined : sum(toWorth(cash), worths)
}

/** Flows whose prices are asked for at once: those near in time have nearly the same assets. */
const FLOWS_AT_ONCE = 50

const pricesAt = async (
  momentPrices: MomentPrices,
  flows: readonly Flow[],
): Promise<PriceTable<MomentPrice>> => {
  const table = new Map<string, Map<number, MomentPrice>>()
  const valued = flows.filter(({ before }) => before.quantities.size > 0)
  for (let first = 0; first < valued.length; first += FLOWS_AT_ONCE) {
    const some = valued.slice(first, first + FLOWS_AT_ONCE)
    const found = await momentPrices({
      assetIds: [...new Set(some.flatMap(({ before }) => [...before.quantities.keys()]))],
      at: [...new Set(some.map(({ pricedMs }) => pricedMs))],
    })
    for (const [assetId, prices] of found)
      table.set(assetId, new Map([...(table.get(assetId) ?? []), ...prices]))
  }
  return table
}
