import type { Account } from '@cnop/common/ledger/holdings'
import type { Ledger } from '@cnop/common/ledger/ledger'
import type { PositionChange } from '@cnop/common/ledger/position-changes'

import type { Flow } from '#src/domain/history/flows'
import { originAt, withGrowth, type Origin } from '#src/domain/history/growth'
import type { KeptDays } from '#src/domain/history/kept-days'
import type { MomentPrices, PastPrices } from '#src/domain/history/past-prices'
import { NOTHING, positionsAt, type Position } from '#src/domain/history/position'
import { valuation, type Valuation, type ValuePoint } from '#src/domain/history/value-point'
import type { PriceBook } from '#src/domain/price-book'

export type HistoryDeps = {
  readonly ledger: Ledger
  readonly prices: PriceBook
  readonly pastPrices: PastPrices
  readonly momentPrices: MomentPrices
  readonly days: KeptDays
}

const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

export type Request = {
  readonly username: string
  readonly account: Account
  readonly nowMs: number
}

/** Where a computation starts: after the last kept day before a moment, or with nothing. */
export type Start = {
  /** 0: there is no kept day. */
  readonly sinceMs: number
  readonly position: Position
  readonly origin: Origin
  readonly changes: readonly PositionChange[]
  /** External flows among the changes. */
  readonly flows: readonly Flow[]
  /** Changes from this moment on were too many to read; `undefined`: all were read. */
  readonly readToMs: number | undefined
}

export const isDay = ({ atMs }: Valuation): boolean => atMs % DAY_MS === 0

export const valuesAt = async (
  { pastPrices }: HistoryDeps,
  { position, changes }: Start,
  at: readonly number[],
  interval: '1h' | '1d',
): Promise<Valuation[]> => {
  const [firstMs, lastMs] = [at.at(0), at.at(-1)]
  if (firstMs === undefined || lastMs === undefined) return []
  const positions = positionsAt(position, changes, at)
  const assetIds = [...new Set(positions.flatMap(({ quantities }) => [...quantities.keys()]))]
  const fromMs = firstMs - (interval === '1d' ? DAY_MS : HOUR_MS)
  const prices = await pastPrices({ assetIds, interval, fromMs, toMs: lastMs })
  return at.map((moment, index) =>
    valuation(moment, positions[index] ?? NOTHING, (assetId) => prices.get(assetId)?.get(moment)),
  )
}

/** Points that were valued from a start on, with the growth since it and from each to the next. */
export const grownValues = async (
  { momentPrices }: HistoryDeps,
  { origin, flows }: Pick<Start, 'origin' | 'flows'>,
  points: readonly Valuation[],
): Promise<ValuePoint[]> => {
  const endMs = points.at(-1)?.atMs ?? origin.atMs
  const within = flows.filter(({ atMs }) => origin.atMs <= atMs && atMs < endMs)
  return await withGrowth(momentPrices, { origin, flows: within, points })
}

/**
 * The position in the middle of a day with too many changes for one request, kept as a start for
 * the next one. It is no day, and is not shown.
 */
export const waypointOf = async (
  deps: HistoryDeps,
  start: Start,
  { settledMs, values }: { readonly settledMs: number; readonly values: readonly ValuePoint[] },
): Promise<readonly ValuePoint[]> => {
  const { position, changes, flows, readToMs } = start
  if (readToMs === undefined || readToMs > settledMs) return []
  const [reached = NOTHING] = positionsAt(position, changes, [readToMs])
  const pricedMs = floor(readToMs, MINUTE_MS)
  const prices = await deps.momentPrices({
    assetIds: [...reached.quantities.keys()],
    at: [pricedMs],
  })
  const point = valuation(readToMs, reached, (assetId) => prices.get(assetId)?.get(pricedMs))
  const last = values.at(-1)
  const origin = last === undefined ? start.origin : originAt(last)
  return await grownValues(deps, { origin, flows }, [point])
}

/** Grown since the last point, or since the start where that is a waypoint behind it. */
export const valueNow = async (
  { prices, momentPrices }: HistoryDeps,
  { nowMs }: Request,
  { start, last }: { readonly start: Start; readonly last: ValuePoint | undefined },
): Promise<ValuePoint[]> => {
  const { position, changes } = start
  const [current = NOTHING] = positionsAt(position, changes, [Number.POSITIVE_INFINITY])
  const point = valuation(nowMs, current, (assetId) => prices.current(assetId))
  const isBehind = last === undefined || last.atMs < start.sinceMs
  const origin = isBehind ? start.origin : originAt(last)
  const flows = start.flows.filter(({ atMs }) => origin.atMs <= atMs)
  return await withGrowth(momentPrices, { origin, flows, points: [point], endsNow: true })
}

export const floor = (ms: number, step: number): number => ms - (ms % step)

/** From `firstMs` to `lastMs`, both included. */
export const moments = (firstMs: number, lastMs: number, step: number): number[] =>
  Array.from(
    { length: Math.max(0, Math.floor((lastMs - firstMs) / step) + 1) },
    (_, index) => firstMs + index * step,
  )
