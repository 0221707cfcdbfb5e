import {
  INTERVAL_MS,
  type Candle as CandleAnswer,
  type Closes,
  type PastPrices,
} from '@cnop/contracts/candles'
import { printCash, printPrice } from '@cnop/money/text'

import type { Candle, CandleRange, Close, PastPrice } from '#src/domain/candle'

export const candleAnswer = (candle: Candle): CandleAnswer => ({
  time: new Date(candle.startMs).toISOString(),
  open: printPrice(candle.open),
  high: printPrice(candle.high),
  low: printPrice(candle.low),
  close: printPrice(candle.close),
  volume: candle.volume === undefined ? null : printCash(candle.volume),
  source: candle.source,
  state: candle.state,
})

type CloseAnswer = Closes['assets'][number]['closes'][number]

export const closeAnswer = (
  { startMs, close, source, state }: Close,
  { interval, nowMs }: CandleRange,
): CloseAnswer => ({
  time: new Date(startMs).toISOString(),
  closed_at: new Date(Math.min(startMs + INTERVAL_MS[interval], nowMs)).toISOString(),
  close: printPrice(close),
  source,
  state,
})

type PastPriceAnswer = PastPrices['assets'][number]['prices'][number]

/** @param at The moment as it was asked for. */
export const pastPriceAnswer = (
  at: string,
  { close, source, basis }: PastPrice,
): PastPriceAnswer => ({
  at,
  price: printPrice(close),
  source,
  basis,
})
