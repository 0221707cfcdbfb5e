import { divideNearest } from '@cnop/money/rounding'
import { price, type Price } from '@cnop/money/scaled'

import type { Candle } from '#src/domain/candle'

/** A part of one price in another. */
export type Scale = { readonly from: Price; readonly to: Price }

/** A candle with every price as large beside `to` as it was beside `from`: simulated ones so join real ones. */
export const scaledCandle = (candle: Candle, { from, to }: Scale): Candle => {
  const scaled = (value: Price): Price => {
    const units = divideNearest(value * to, from)
    return price(units > 0n ? units : 1n)
  }
  return {
    ...candle,
    open: scaled(candle.open),
    high: scaled(candle.high),
    low: scaled(candle.low),
    close: scaled(candle.close),
  }
}
