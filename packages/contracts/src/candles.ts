/** How prices moved: open, high, low and close of every interval. Served by inventory-service. */
import { z } from 'zod'

import type { Endpoint, InternalEndpoint } from './endpoint.ts'
import { problems } from './errors.ts'
import { AssetId, AssetIds, PriceSource } from './inventory.ts'
import { Amount, PriceAmount, Timestamp } from './wire.ts'

export const CandleInterval = z.enum(['1m', '5m', '1h', '1d'])
export type CandleInterval = z.infer<typeof CandleInterval>

/** Intervals begin at whole minutes, hours and days of UTC. */
export const INTERVAL_MS: Readonly<Record<CandleInterval, number>> = {
  '1m': 60_000,
  '5m': 300_000,
  '1h': 3_600_000,
  '1d': 86_400_000,
}

/** In one answer, of one asset. */
export const MOST_CANDLES = 1_000
/** Without `from`. */
export const USUAL_CANDLES = 200
/** In one internal answer, of all assets together. */
export const MOST_CLOSES = 50_000

const Moment = z.iso
  .datetime({ offset: true, error: 'must be a time such as 2026-01-31T09:30:00Z' })
  .meta({ format: 'date-time', examples: ['2026-01-31T09:30:00Z'] })

const CandleState = z.enum(['closed', 'forming', 'carried']).meta({
  description:
    'closed: final. forming: its interval goes on. carried: no price was seen in it, the close before is carried on',
})
export type CandleState = z.infer<typeof CandleState>

const rangeQuery = {
  from: Moment.optional().meta({
    description: `The first candle is that of this moment; default ${USUAL_CANDLES} candles before to`,
  }),
  to: Moment.optional().meta({
    description: 'The last candle begins before this moment; default and latest: now',
  }),
}

export const Candle = z
  .object({
    time: Timestamp.meta({ description: 'When the interval begins' }),
    open: PriceAmount,
    high: PriceAmount,
    low: PriceAmount,
    close: PriceAmount,
    volume: Amount.nullable().meta({
      description:
        'Dollars traded; the minutes of a day (UTC) add up to its volume. null: not known, of recorded prices',
    }),
    source: PriceSource,
    state: CandleState,
  })
  .meta({ id: 'Candle' })
export type Candle = z.infer<typeof Candle>

export const CandlePage = z
  .object({
    asset_id: z.string(),
    interval: CandleInterval,
    candles: z.array(Candle).meta({ description: 'One an interval without gaps, oldest first' }),
  })
  .meta({ id: 'CandlePage' })
export type CandlePage = z.infer<typeof CandlePage>

export const listCandles = {
  method: 'GET',
  url: '/inventory/assets/:id/candles',
  config: { access: 'public', limit: 'public' },
  schema: {
    operationId: 'listCandles',
    summary: 'How the price of an asset moved',
    description: `At most ${MOST_CANDLES} candles an answer. The last one may still be forming.`,
    tags: ['Assets'],
    params: z.object({ id: AssetId }),
    querystring: z.strictObject({ interval: CandleInterval, ...rangeQuery }),
    response: { 200: CandlePage, ...problems(404, 422, 429, 503) },
  },
} as const satisfies Endpoint

export const candleEndpoints: Endpoint[] = [listCandles]

export const Closes = z.object({
  interval: CandleInterval,
  assets: z.array(
    z.object({
      asset_id: z.string(),
      closes: z.array(
        z.object({
          time: Timestamp.meta({ description: 'When the interval begins' }),
          closed_at: Timestamp.meta({ description: 'When the price was this: its end, or now' }),
          close: PriceAmount,
          source: PriceSource,
          state: CandleState,
        }),
      ),
    }),
  ),
})
export type Closes = z.infer<typeof Closes>

/** The closes of several assets at once, for other services. Assets that do not exist are left out. */
export const listCloses = {
  method: 'GET',
  url: '/internal/candles/closes',
  config: { access: 'internal' },
  schema: {
    operationId: 'listCloses',
    summary: 'Closes of several assets',
    tags: ['Internal'],
    querystring: z.strictObject({
      asset_ids: AssetIds,
      interval: CandleInterval,
      ...rangeQuery,
    }),
    response: { 200: Closes, ...problems(422, 503) },
  },
} as const satisfies InternalEndpoint

/** Moments in one internal answer. */
export const MAX_MOMENTS = 100
/** Prices in one internal answer, of all assets together. */
export const MAX_PAST_PRICES = 1_000

/** The length of the candle a past price was taken from, the finest first. */
export const PriceBasis = z.enum(['minute', 'hour', 'day'])
export type PriceBasis = z.infer<typeof PriceBasis>

export const PastPrices = z.object({
  assets: z.array(
    z.object({
      asset_id: z.string(),
      prices: z.array(
        z.object({ at: Timestamp, price: PriceAmount, source: PriceSource, basis: PriceBasis }),
      ),
    }),
  ),
})
export type PastPrices = z.infer<typeof PastPrices>

/** What several assets cost at some moments, for other services. Assets that do not exist are left out. */
export const listPastPrices = {
  method: 'GET',
  url: '/internal/candles/prices',
  config: { access: 'internal' },
  schema: {
    operationId: 'listPastPrices',
    summary: 'Prices of several assets at some moments',
    description:
      'The close of the last minute that ended by the moment, or of the last hour or day where no minute was recorded.',
    tags: ['Internal'],
    querystring: z.strictObject({
      asset_ids: AssetIds,
      at: z
        .string()
        .transform((list) => list.split(','))
        .pipe(z.array(Moment).min(1).max(MAX_MOMENTS))
        .meta({ description: 'Moments in the past, separated by commas' }),
    }),
    response: { 200: PastPrices, ...problems(422, 503) },
  },
} as const satisfies InternalEndpoint
