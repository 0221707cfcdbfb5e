import type { Price } from '@cnop/money/scaled'
import { z } from 'zod'

import { priceOf } from '#src/feed/coingecko/markets-answer'

/** A moment of `/coins/{id}/market_chart`. */
export type ChartPoint = { readonly atMs: number; readonly price: Price }

/** Moments without a good price are left out. */
export const ChartAnswer = z
  .object({ prices: z.array(z.tuple([z.number(), z.unknown()])) })
  .transform(({ prices }) =>
    prices.flatMap(([atMs, value]): ChartPoint[] => {
      const price = priceOf(value)
      return price === undefined ? [] : [{ atMs, price }]
    }),
  )
