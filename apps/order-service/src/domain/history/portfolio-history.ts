import { readAccount, type Account } from '@cnop/common/ledger/holdings'
import type { Ledger } from '@cnop/common/ledger/ledger'
import { readPositionChanges, type PositionChange } from '@cnop/common/ledger/position-changes'
import type { HistoryRange } from '@cnop/contracts/portfolio-history'

import type { KeptDays } from '#src/domain/history/kept-days'
import type { PastPrices } from '#src/domain/history/past-prices'
import { NOTHING, positionsAt, type Position } from '#src/domain/history/position'
import { positionOf, valuePoint, type ValuePoint } from '#src/domain/history/value-point'
import type { PriceBook } from '#src/domain/price-book'

export type HistoryDeps = {
  readonly ledger: Ledger
  readonly prices: PriceBook
  readonly pastPrices: PastPrices
  readonly days: KeptDays
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Ranges by the hour are computed as they are asked for; days are kept. */
const HOURS: Partial<Record<HistoryRange, number>> = { '1d': 24, '1w': 7 * 24 }
const DAYS: Partial<Record<HistoryRange, number>> = { '1m': 31, '3m': 92, '1y': 366 }

/** A day is settled once every clock agrees that it is over and what was under way has ended. */
const DAY_SETTLES_MS = 10 * 60_000
const HOUR_SETTLES_MS = 10_000

export const intervalOf = (range: HistoryRange): '1h' | '1d' =>
  HOURS[range] === undefined ? '1d' : '1h'

export type History = {
  /** Oldest first. */
  readonly points: readonly ValuePoint[]
  /** Before the first of them nothing was in the account: what it has made until then belongs to the range. */
  readonly startsAtZero: boolean
}

/**
 * What an account was worth at the end of every hour or day of a range, oldest first, and what it is
 * worth now. A day's value is computed once, when it is first asked for, and kept; from a day on for which
 * a price is missing, it is computed again each time until there is one.
 * @throws {AppError} BALANCE_NOT_FOUND; PRICE_UNAVAILABLE when past prices cannot be had now
 */
export const portfolioHistory = async (
  deps: HistoryDeps,
  username: string,
  range: HistoryRange,
): Promise<History> => {
  const account = await readAccount(deps.ledger, username)
  const request = { username, account, nowMs: deps.ledger.now().getTime() }
  const hours = HOURS[range]
  const { past, start, startsAtZero } =
    hours === undefined
      ? await dailyValues(deps, request, range)
      : await hourlyValues(deps, { ...request, hours })
  return { points: [...past, valueNow(deps, request, start)], startsAtZero }
}

type Request = { readonly username: string; readonly account: Account; readonly nowMs: number }

/** Where a computation starts: after the last kept day before a moment, or with nothing. */
type Start = {
  /** 0: there is no kept day. */
  readonly sinceMs: number
  readonly position: Position
  readonly changes: readonly PositionChange[]
}

type Values = {
  readonly past: ValuePoint[]
  readonly start: Start
  readonly startsAtZero: boolean
}

const startBefore = async (
  { days, ledger }: HistoryDeps,
  { username, account }: Request,
  beforeMs: number,
): Promise<Start> => {
  const kept = await days.latest(username, beforeMs)
  const sinceMs = kept?.atMs ?? 0
  const { holdings } = account
  const changes = await readPositionChanges(ledger, username, { holdings, sinceMs })
  return { sinceMs, position: kept === undefined ? NOTHING : positionOf(kept), changes }
}

/** When there is something to value from a start on: the kept day, or the first change. */
const beginOf = ({ sinceMs, changes }: Start): number | undefined =>
  sinceMs > 0 ? sinceMs : changes[0]?.atMs

/** Keeps every day that is over; `open` are those from an unpriced one on, which cannot be kept yet. */
const keepSettledDays = async (
  deps: HistoryDeps,
  request: Request,
): Promise<{ readonly open: readonly ValuePoint[]; readonly start: Start }> => {
  const lastMs = floor(request.nowMs - DAY_SETTLES_MS, DAY_MS)
  const start = await startBefore(deps, request, lastMs)
  const beginMs = beginOf(start)
  const missing =
    beginMs === undefined ? [] : moments(floor(beginMs, DAY_MS) + DAY_MS, lastMs, DAY_MS)
  const { final, open } = untilUnpriced(await valuesAt(deps, start, missing, '1d'))
  await deps.days.keep(request.username, final)
  return { open, start }
}

const dailyValues = async (
  deps: HistoryDeps,
  request: Request,
  range: HistoryRange,
): Promise<Values> => {
  const { username, nowMs } = request
  const { open, start } = await keepSettledDays(deps, request)
  const count = DAYS[range]
  const fromMs = count === undefined ? 0 : nowMs - count * DAY_MS
  // With the day before the range, which is there for everyone who had begun by then.
  const kept = await deps.days.between(username, fromMs - DAY_MS, (open[0]?.atMs ?? nowMs) - 1)
  const days = [...kept, ...open]
  const past = days.filter(({ atMs }) => atMs >= fromMs)
  return { past, start, startsAtZero: past.length === days.length }
}

/** Kept days have no gap, for the last one tells that all before it are kept: so an open day opens all after it. */
const untilUnpriced = (
  values: readonly ValuePoint[],
): { readonly final: readonly ValuePoint[]; readonly open: readonly ValuePoint[] } => {
  const first = values.findIndex(({ assets }) => assets.some(({ price }) => price === undefined))
  const count = first === -1 ? values.length : first
  return { final: values.slice(0, count), open: values.slice(count) }
}

/** Without kept days just before its hours, every look at them would read all the changes since the last one. */
const startOfHours = async (
  deps: HistoryDeps,
  request: Request,
  rangeMs: number,
): Promise<Start> => {
  const start = await startBefore(deps, request, rangeMs)
  const beginMs = beginOf(start) ?? rangeMs
  if (beginMs >= floor(rangeMs, DAY_MS)) return start
  await keepSettledDays(deps, request)
  return await startBefore(deps, request, rangeMs)
}

const hourlyValues = async (
  deps: HistoryDeps,
  request: Request & { readonly hours: number },
): Promise<Values> => {
  const lastMs = floor(request.nowMs - HOUR_SETTLES_MS, HOUR_MS)
  const rangeMs = lastMs - request.hours * HOUR_MS
  const start = await startOfHours(deps, request, rangeMs)
  const beginMs = beginOf(start) ?? lastMs
  const firstMs = Math.max(rangeMs, floor(beginMs, HOUR_MS) + HOUR_MS)
  const past = await valuesAt(deps, start, moments(firstMs, lastMs, HOUR_MS), '1h')
  return { past, start, startsAtZero: firstMs > rangeMs }
}

const valuesAt = async (
  { pastPrices }: HistoryDeps,
  { position, changes }: Start,
  at: readonly number[],
  interval: '1h' | '1d',
): Promise<ValuePoint[]> => {
  const [firstMs, lastMs] = [at.at(0), at.at(-1)]
  if (firstMs === undefined || lastMs === undefined) return []
  const positions = positionsAt(position, changes, at)
  const assetIds = [...new Set(positions.flatMap(({ quantities }) => [...quantities.keys()]))]
  const fromMs = firstMs - (interval === '1d' ? DAY_MS : HOUR_MS)
  const prices = await pastPrices({ assetIds, interval, fromMs, toMs: lastMs })
  return at.map((moment, index) =>
    valuePoint(moment, positions[index] ?? NOTHING, (assetId) => prices.get(assetId)?.get(moment)),
  )
}

const valueNow = (
  { prices }: HistoryDeps,
  { nowMs }: Request,
  { position, changes }: Start,
): ValuePoint => {
  const [current = NOTHING] = positionsAt(position, changes, [Number.POSITIVE_INFINITY])
  return valuePoint(nowMs, current, (assetId) => prices.current(assetId))
}

const floor = (ms: number, step: number): number => ms - (ms % step)

/** From `firstMs` to `lastMs`, both included. */
const moments = (firstMs: number, lastMs: number, step: number): number[] =>
  Array.from(
    { length: Math.max(0, Math.floor((lastMs - firstMs) / step) + 1) },
    (_, index) => firstMs + index * step,
  )
