/** What a portfolio was worth over time. Served by order-service. */
import { z } from 'zod'

import { PriceBasis } from './candles.ts'
import { withTokenOrKey, type Endpoint } from './endpoint.ts'
import { problems } from './errors.ts'
import { Explain } from './explain.ts'
import { PriceSource } from './inventory.ts'
import { periodQuery } from './period.ts'
import { Amount, Timestamp } from './wire.ts'

/** `1d` and `1w` have a point an hour, the others a point a day. */
export const HistoryRange = z.enum(['1d', '1w', '1m', '3m', '1y', 'all'])
export type HistoryRange = z.infer<typeof HistoryRange>

const PointAsset = z.object({
  asset_id: z.string(),
  quantity: Amount,
  price: Amount.nullable(),
  price_source: PriceSource.nullable(),
  market_value: Amount,
})

export const ValuePoint = z
  .object({
    time: Timestamp.meta({ description: 'The end of the hour or day' }),
    value: Amount.meta({ description: 'cash + asset_value' }),
    cash: Amount.meta({ description: 'Available and held' }),
    asset_value: Amount,
    paid_in: Amount.meta({ description: 'Deposits less withdrawals up to then' }),
    unpriced_assets: z.array(z.string()).meta({
      description: 'Holdings that count for nothing here, as no price of that time is known',
    }),
    growth: Amount.nullable().meta({
      description:
        'Time-weighted: the factor since the point before, or since the account began; null: no point is before, or a price is missing',
    }),
    assets: z.array(PointAsset).optional().meta({
      description: 'With explain: cash and the market values of these add up to value',
    }),
  })
  .meta({ id: 'ValuePoint' })
export type ValuePoint = z.infer<typeof ValuePoint>

export const Returns = z
  .object({
    time_weighted: Amount.nullable().meta({
      description:
        'Percent over the points, deposits and withdrawals left out: the factors of the time between two flows, multiplied (true time-weighted; GIPS 2020, Bacon). null: a price is missing, or there is no period',
    }),
    money_weighted: Amount.nullable().meta({
      description:
        'Percent a year: the root r of sum CF_i / (1 + r)^(d_i / 365), flows dated by their day in UTC (XIRR, actual/365). null: less than 28 days, a price missing at an end, or no unique root above -99.99 % and up to 100,000 %',
    }),
    basis: PriceBasis.meta({
      description: 'The coarsest candle a deposit, withdrawal or adjustment was valued at',
    }),
  })
  .meta({ id: 'Returns' })
export type Returns = z.infer<typeof Returns>

export const getPortfolioHistory = {
  method: 'GET',
  url: '/portfolio/history',
  config: { access: 'user', limit: 'reads', keyScope: 'read' },
  schema: {
    operationId: 'getPortfolioHistory',
    summary: 'What your portfolio was worth over time',
    description:
      'from and to narrow the range down, to one point for its explanation. One request reads 10,000 trades and transfers and computes 400 days at most, and keeps them; while that is not enough, is_complete is false and the same request, sent again, goes on. all: the last 1,100 days.',
    tags: ['Portfolio'],
    ...withTokenOrKey,
    querystring: z.strictObject({
      range: HistoryRange.optional().meta({ description: 'Default 1m' }),
      ...periodQuery,
      explain: Explain,
    }),
    response: {
      200: z
        .object({
          success: z.literal(true),
          data: z.object({
            range: HistoryRange,
            interval: z.enum(['1h', '1d']),
            is_complete: z.boolean().meta({
              description:
                'Whether the points go up to now; otherwise ask again for those that are missing',
            }),
            starts_at_zero: z.boolean().meta({
              description:
                'Nothing was in the account before the first of these points: gains count from nothing, not from it',
            }),
            returns: Returns,
            points: z.array(ValuePoint).meta({ description: 'Oldest first' }),
          }),
          timestamp: Timestamp,
        })
        .meta({ id: 'PortfolioHistory' }),
      ...problems(401, 404, 422, 503),
    },
  },
} as const satisfies Endpoint
