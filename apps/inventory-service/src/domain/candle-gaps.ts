import { INTERVAL_MS } from '@cnop/contracts/candles'
import { ZERO_CASH } from '@cnop/money/scaled'

import type { Candle, CandleRange } from '#src/domain/candle'
import { scaledCandle } from '#src/domain/scaled-candle'

/** Polls are minutes apart: so long without a price is no interruption. */
const LONGEST_CARRIED_MS = 15 * 60_000

type Given = CandleRange & {
  /** By when each begins. */
  readonly recorded: ReadonlyMap<number, Candle>
  /** One of every interval of the range. */
  readonly simulated: readonly Candle[]
  /** Whether the real market is the source now. */
  readonly isLive: boolean
}

/**
 * The recorded candles with nothing missing between them. A short gap carries the close before it on; a
 * long one, and what lies before the record, is simulated from the neighbouring price on.
 */
export const withoutGaps = (given: Given): readonly Candle[] => {
  const { recorded, simulated } = given
  const filled: Candle[] = []
  for (const [index, made] of simulated.entries()) {
    const known = recorded.get(made.startMs)
    if (known === undefined) filled.push(missing(given, filled, index))
    else filled.push(joined(known, filled.at(-1)))
  }
  return filled
}

/** Where the candle before is of the same market a candle begins where that one closed. */
const joined = (candle: Candle, before: Candle | undefined): Candle => {
  if (before === undefined || before.source !== candle.source) return candle
  const open = before.close
  return {
    ...candle,
    open,
    high: candle.high > open ? candle.high : open,
    low: candle.low < open ? candle.low : open,
  }
}

const missing = (given: Given, filled: readonly Candle[], index: number): Candle => {
  const { simulated, recorded, starts, isLive } = given
  const made = simulated[index]
  if (made === undefined) throw new Error('a simulated candle of every interval is needed')
  const lastIndex = filled.findLastIndex(({ startMs }) => recorded.has(startMs))
  const nextStart = starts.slice(index).find((startMs) => recorded.has(startMs))
  const last = filled[lastIndex]
  if (last === undefined) return before(given, made, nextStart)
  if (isShort(given, last.startMs, nextStart) && (nextStart !== undefined || isLive))
    return carried(last, made)
  const lastMade = simulated[lastIndex]
  if (lastMade === undefined) return made
  return scaledCandle(made, { from: lastMade.close, to: last.close })
}

/** Ends where the record begins; without a record it is as the simulated market says. */
const before = (
  { recorded, simulated }: Given,
  made: Candle,
  firstStart: number | undefined,
): Candle => {
  const first = firstStart === undefined ? undefined : recorded.get(firstStart)
  const firstMade = simulated.find(({ startMs }) => startMs === firstStart)
  if (first === undefined || firstMade === undefined) return made
  return scaledCandle(made, { from: firstMade.open, to: first.open })
}

const isShort = (
  { interval, nowMs }: Given,
  lastStart: number,
  nextStart: number | undefined,
): boolean => {
  const lengthMs = INTERVAL_MS[interval]
  const gapMs = (nextStart ?? nowMs) - (lastStart + lengthMs)
  return gapMs <= Math.max(LONGEST_CARRIED_MS, lengthMs)
}

const carried = ({ close, source }: Candle, { startMs }: Candle): Candle => ({
  startMs,
  open: close,
  high: close,
  low: close,
  close,
  volume: ZERO_CASH,
  source,
  state: 'carried',
})
