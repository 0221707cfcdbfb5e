import { INTERVAL_MS } from '@cnop/contracts/candles'

import type { Candle, CandleRange } from '#src/domain/candle'
import { scaledCandle } from '#src/domain/scaled-candle'

/** Polls are minutes apart: so long without a price is no interruption. */
export const LONGEST_CARRIED_MS = 15 * 60_000

type Given = CandleRange & {
  /** By when each begins. */
  readonly recorded: ReadonlyMap<number, Candle>
  /** One of every interval of the range, in their order. */
  readonly simulated: readonly Candle[]
  /** Whether the real market is the source now. */
  readonly isLive: boolean
}

/** An interval with a record: its candle, and what the simulated market says of it. */
type Anchor = { readonly real: Candle; readonly made: Candle }

/** The interval with a record before a missing one and the one after it, where there are such. */
type Gap = { readonly last: Anchor | undefined; readonly next: Anchor | undefined }

/**
 * The recorded candles with nothing missing between them. A short gap carries the close before it on; a
 * long one, and what lies before the record, is simulated from the neighbouring price on. Its time grows with
 * the range and not with its gaps, as anybody may ask for a thousand intervals.
 */
export const withoutGaps = (given: Given): readonly Candle[] => {
  const { recorded, simulated } = given
  const nexts = anchorsAfter(given)
  const filled: Candle[] = []
  let last: Anchor | undefined
  for (const [index, made] of simulated.entries()) {
    const known = recorded.get(made.startMs)
    if (known === undefined) filled.push(missing(given, made, { last, next: nexts[index] }))
    else {
      const real = joined(known, filled.at(-1))
      filled.push(real)
      last = { real, made }
    }
  }
  return filled
}

/** Of each interval the next one with a record, itself included. */
const anchorsAfter = ({ recorded, simulated }: Given): readonly (Anchor | undefined)[] => {
  let next: Anchor | undefined
  return simulated
    .toReversed()
    .map((made) => {
      const real = recorded.get(made.startMs)
      if (real !== undefined) next = { real, made }
      return next
    })
    .toReversed()
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

const missing = (given: Given, made: Candle, { last, next }: Gap): Candle => {
  if (last === undefined) {
    // Ends where the record begins; without a record it is as the simulated market says.
    if (next === undefined) return made
    return scaledCandle(made, { from: next.made.open, to: next.real.open })
  }
  if (isShort(given, last.real.startMs, next?.real.startMs) && (next !== undefined || given.isLive))
    return carried(last.real, made)
  return scaledCandle(made, { from: last.made.close, to: last.real.close })
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
  volume: undefined,
  source,
  state: 'carried',
})
