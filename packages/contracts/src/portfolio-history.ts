/** What a portfolio was worth over time. Served by order-service. */
import { z } from 'zod'

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
    assets: z.array(PointAsset).optional().meta({
      description: 'With explain: cash and the market values of these add up to value',
    }),
  })
  .meta({ id: 'ValuePoint' })
export type ValuePoint = z.infer<typeof ValuePoint>

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
            points: z.array(ValuePoint).meta({ description: 'Oldest first' }),
          }),
          timestamp: Timestamp,
        })
        .meta({ id: 'PortfolioHistory' }),
      ...problems(401, 404, 422, 503),
    },
  },
} as const satisfies Endpoint
