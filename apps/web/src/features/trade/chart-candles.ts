import { INTERVAL_MS, type Candle, type CandleInterval } from '@cnop/contracts/candles'

/** A candle as it is drawn. Only a picture: floats will do. */
export type ChartCandle = {
  /** When it begins, Unix time in seconds. */
  readonly time: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
}

export const chartCandle = ({ time, open, high, low, close }: Candle): ChartCandle => ({
  time: Date.parse(time) / 1_000,
  open: Number.parseFloat(open),
  high: Number.parseFloat(high),
  low: Number.parseFloat(low),
  close: Number.parseFloat(close),
})

export type PriceNow = { readonly priceUsd: string; readonly observedAt: string }

/**
 * The candle that forms, with the price of now in it: the last one stretched, or a new one when its
 * interval is over. `undefined` when the price is older than the last candle.
 */
export const formingCandle = (
  last: ChartCandle,
  interval: CandleInterval,
  { priceUsd, observedAt }: PriceNow,
): ChartCandle | undefined => {
  const price = Number.parseFloat(priceUsd)
  const seconds = INTERVAL_MS[interval] / 1_000
  const time = Math.floor(Date.parse(observedAt) / 1_000 / seconds) * seconds
  if (time < last.time) return undefined
  if (time > last.time)
    return {
      time,
      open: last.close,
      high: Math.max(last.close, price),
      low: Math.min(last.close, price),
      close: price,
    }
  return {
    ...last,
    high: Math.max(last.high, price),
    low: Math.min(last.low, price),
    close: price,
  }
}
