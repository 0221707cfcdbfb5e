import { ZERO_CASH, type Cash, type Price } from '@cnop/money/scaled'
import { z } from 'zod'

import { centsOf, priceOf } from '#src/feed/coingecko/markets-answer'

/** A moment of `/coins/{id}/market_chart`. */
export type ChartPoint = {
  readonly atMs: number
  readonly price: Price
  /** Of the 24 hours before. */
  readonly volume: Cash
}

const Pairs = z.array(z.tuple([z.number(), z.unknown()]))

/** Moments without a good price are left out. */
export const ChartAnswer = z
  .object({ prices: Pairs, total_volumes: Pairs })
  .transform(({ prices, total_volumes }) => {
    const volumes = new Map(total_volumes)
    return prices.flatMap(([atMs, value]): ChartPoint[] => {
      const price = priceOf(value)
      if (price === undefined) return []
      return [{ atMs, price, volume: centsOf(volumes.get(atMs)) ?? ZERO_CASH }]
    })
  })
