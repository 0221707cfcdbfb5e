import {
  INTERVAL_MS,
  MOST_CANDLES,
  USUAL_CANDLES,
  type CandleInterval,
} from '@cnop/contracts/candles'
import { AppError } from '@cnop/contracts/errors'

import type { CandleRange } from '#src/domain/candle'

type Asked = {
  readonly interval: CandleInterval
  /** RFC 3339. */
  readonly from: string | undefined
  readonly to: string | undefined
}

/**
 * The intervals asked for: from the one `from` lies in to the last that begins before `to`, and none in
 * the future.
 * @param nowMs A whole second, Unix time in milliseconds.
 * @throws {AppError} VALIDATION_FAILED: `from` is not before `to`, or there are too many intervals between.
 */
export const candleRange = ({ interval, from, to }: Asked, nowMs: number): CandleRange => {
  const stepMs = INTERVAL_MS[interval]
  const askedEndMs = to === undefined ? nowMs + 1 : Date.parse(to)
  const askedStartMs =
    from === undefined ? askedEndMs - 1 - (USUAL_CANDLES - 1) * stepMs : Date.parse(from)
  if (askedStartMs >= askedEndMs && from !== undefined && to !== undefined)
    throw invalid('from', 'must be before to')
  const firstMs = Math.floor(askedStartMs / stepMs) * stepMs
  const endMs = Math.min(askedEndMs, nowMs + 1)
  const count = Math.max(0, Math.ceil((endMs - firstMs) / stepMs))
  if (count > MOST_CANDLES)
    throw tooMany(count, (Math.ceil(endMs / stepMs) - MOST_CANDLES) * stepMs)
  return {
    interval,
    nowMs,
    starts: Array.from({ length: count }, (_, at) => firstMs + at * stepMs),
  }
}

const tooMany = (count: number, earliestMs: number): AppError =>
  invalid(
    'from',
    `asks for ${count} candles and an answer holds ${MOST_CANDLES}: ask from ` +
      `${new Date(earliestMs).toISOString()} on, or for a longer interval`,
  )

const invalid = (field: string, message: string): AppError =>
  new AppError('VALIDATION_FAILED', 'Some fields are not valid.', {
    fieldErrors: [{ field, message }],
  })
