import { readAccount } from '@cnop/common/ledger/holdings'
import { readPositionChanges } from '@cnop/common/ledger/position-changes'
import { AppError } from '@cnop/contracts/errors'
import type { HistoryRange } from '@cnop/contracts/portfolio-history'

import { flowsOf, pricesOf, type Flow } from '#src/domain/history/flows'
import { EMPTY, originAt, type Origin } from '#src/domain/history/growth'
import { NOTHING } from '#src/domain/history/position'
import { positionOf, type ValuePoint } from '#src/domain/history/value-point'
import {
  DAY_MS,
  HOUR_MS,
  floor,
  grownValues,
  isDay,
  moments,
  valueNow,
  valuesAt,
  waypointOf,
  type HistoryDeps,
  type Request,
  type Start,
} from '#src/domain/history/values'

/** Ranges by the hour are computed as they are asked for; days are kept. */
const HOURS: Partial<Record<HistoryRange, number>> = { '1d': 24, '1w': 7 * 24 }
const DAYS: Partial<Record<HistoryRange, number>> = { '1m': 31, '3m': 92, '1y': 366 }
/** As long as daily prices are recorded. */
const ALL_DAYS = 1_100

/** Days that one request computes; those after them are left to the next one. */
const MAX_NEW_DAYS = 400
/** Prices that one request asks for to value flows in new days, at least those of one day. */
const MAX_FLOW_PRICES = 10_000
/** A day without a price of one of its assets is kept as it is when no price has come for so long. */
const UNPRICED_MS = 31 * DAY_MS

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
  /** True if it goes up to now; false if too much was new for one request, and the next one goes on from here. */
  readonly isComplete: boolean
}

/**
 * What an account was worth at the end of every hour or day of a range, oldest first, and what it is
 * worth now. A day's value is computed once, when it is first asked for, and kept; from a day on for which
 * a price is missing, it is computed again each time until there is one. One request reads 10,000 changes and
 * computes 400 days at most.
 * @throws {AppError} BALANCE_NOT_FOUND; VALIDATION_FAILED when hours of too many changes are asked for;
 * PRICE_UNAVAILABLE when past prices cannot be had now
 */
export const portfolioHistory = async (
  deps: HistoryDeps,
  username: string,
  range: HistoryRange,
): Promise<History> => {
  const account = await readAccount(deps.ledger, username)
  const request = { username, account, nowMs: deps.ledger.now().getTime() }
  const hours = HOURS[range]
  const { past, start, startsAtZero, isComplete } =
    hours === undefined
      ? await dailyValues(deps, request, range)
      : await hourlyValues(deps, { ...request, hours })
  const now = isComplete ? await valueNow(deps, request, { start, last: past.at(-1) }) : []
  return { points: [...past, ...now], startsAtZero, isComplete }
}

type Values = {
  readonly past: ValuePoint[]
  readonly start: Start
  readonly startsAtZero: boolean
  readonly isComplete: boolean
}

const startBefore = async (
  { days, ledger }: HistoryDeps,
  { username, account }: Request,
  beforeMs: number,
): Promise<Start> => {
  const kept = await days.latest(username, beforeMs)
  const sinceMs = kept?.atMs ?? 0
  const { holdings } = account
  const read = await readPositionChanges(ledger, username, { holdings, sinceMs })
  const position = kept === undefined ? NOTHING : positionOf(kept)
  const origin = kept === undefined ? EMPTY : originOf(kept)
  return { sinceMs, position, origin, flows: flowsOf(position, read.changes), ...read }
}

/** A waypoint carries on what its day has grown by so far. */
const originOf = (kept: ValuePoint): Origin => {
  const { growth, basis } = kept
  return isDay(kept) ? originAt(kept) : { ...originAt(kept), growth, basis }
}

/** When there is something to value from a start on: the kept day, or the first change. */
const beginOf = ({ sinceMs, changes }: Start): number | undefined =>
  sinceMs > 0 ? sinceMs : changes[0]?.atMs

type Settled = {
  /** Days from an unpriced one on, which cannot be kept yet. */
  readonly open: readonly ValuePoint[]
  readonly start: Start
  readonly isComplete: boolean
}

/** Keeps the days that are over, the oldest first, and as many of them as one request may compute. */
const keepSettledDays = async (deps: HistoryDeps, request: Request): Promise<Settled> => {
  const settledMs = request.nowMs - DAY_SETTLES_MS
  const start = await startBefore(deps, request, settledMs)
  const beginMs = beginOf(start)
  const lastMs = floor(Math.min(settledMs, start.readToMs ?? settledMs), DAY_MS)
  const missing =
    beginMs === undefined ? [] : moments(floor(beginMs, DAY_MS) + DAY_MS, lastMs, DAY_MS)
  const computed = withinPrices(missing.slice(0, MAX_NEW_DAYS), start.flows)
  const values = await grownValues(deps, start, await valuesAt(deps, start, computed, '1d'))
  const { final, open } = untilUnpriced(values, request.nowMs - UNPRICED_MS)
  const isShort = computed.length < missing.length
  const waypoint =
    isShort || open.length > 0 ? [] : await waypointOf(deps, start, { settledMs, values })
  await deps.days.keep(request.username, [...final, ...waypoint])
  return { open, start, isComplete: !isShort && start.readToMs === undefined }
}

/** The days, oldest first, whose flows ask for few enough prices; at least one. */
const withinPrices = (days: readonly number[], flows: readonly Flow[]): readonly number[] => {
  let prices = 0
  const count = days.findIndex((endMs) => {
    prices += pricesOf(flows.filter(({ atMs }) => endMs - DAY_MS <= atMs && atMs < endMs))
    return prices > MAX_FLOW_PRICES
  })
  return count === -1 ? days : days.slice(0, Math.max(1, count))
}

const dailyValues = async (
  deps: HistoryDeps,
  request: Request,
  range: HistoryRange,
): Promise<Values> => {
  const { username, nowMs } = request
  const { open, start, isComplete } = await keepSettledDays(deps, request)
  const fromMs = nowMs - (DAYS[range] ?? ALL_DAYS) * DAY_MS
  // With the day before the range, which is there for everyone who had begun by then.
  const kept = await deps.days.between(username, fromMs - DAY_MS, (open[0]?.atMs ?? nowMs) - 1)
  const days = [...kept.filter(isDay), ...open]
  const past = days.filter(({ atMs }) => atMs >= fromMs)
  return { past, start, startsAtZero: past.length === days.length, isComplete }
}

/** Kept days have no gap, for the last one tells that all before it are kept: so an open day opens all after it. */
const untilUnpriced = (
  values: readonly ValuePoint[],
  givenUpMs: number,
): { readonly final: readonly ValuePoint[]; readonly open: readonly ValuePoint[] } => {
  const first = values.findIndex(
    ({ atMs, assets }) => atMs > givenUpMs && assets.some(({ price }) => price === undefined),
  )
  const count = first === -1 ? values.length : first
  return { final: values.slice(0, count), open: values.slice(count) }
}

/** Without kept days just before its hours, every look at them would read all the changes since the last one. */
const startOfHours = async (
  deps: HistoryDeps,
  request: Request,
  rangeMs: number,
): Promise<{ readonly start: Start; readonly isComplete: boolean }> => {
  const start = await startBefore(deps, request, rangeMs)
  const beginMs = beginOf(start) ?? rangeMs
  if (beginMs >= floor(rangeMs, DAY_MS)) return { start, isComplete: true }
  const { isComplete } = await keepSettledDays(deps, request)
  return { start: await startBefore(deps, request, rangeMs), isComplete }
}

const hourlyValues = async (
  deps: HistoryDeps,
  request: Request & { readonly hours: number },
): Promise<Values> => {
  const lastMs = floor(request.nowMs - HOUR_SETTLES_MS, HOUR_MS)
  const rangeMs = lastMs - request.hours * HOUR_MS
  const { start, isComplete } = await startOfHours(deps, request, rangeMs)
  if (!isComplete) return { past: [], start, startsAtZero: false, isComplete }
  if (start.readToMs !== undefined) throw tooManyForHours()
  const beginMs = beginOf(start) ?? lastMs
  const startsAtZero = start.sinceMs === 0 && beginMs >= rangeMs
  const firstMs = startsAtZero ? floor(beginMs, HOUR_MS) + HOUR_MS : rangeMs
  const values = await valuesAt(deps, start, moments(firstMs, lastMs, HOUR_MS), '1h')
  const [first] = values
  // Growth before the range is not asked for.
  const origin = startsAtZero || first === undefined ? EMPTY : originAt(first)
  const past = await grownValues(deps, { origin, flows: start.flows }, values)
  return { past, start, startsAtZero, isComplete }
}

const tooManyForHours = (): AppError =>
  new AppError('VALIDATION_FAILED', 'Some fields are not valid.', {
    fieldErrors: [
      {
        field: 'range',
        message:
          'holds more than 10,000 trades and transfers, too many for a point an hour: ask for 1m',
      },
    ],
  })
