/** Prices as they change, as Server-Sent Events. Served by inventory-service. */
import { z } from 'zod'

import type { Endpoint } from './endpoint.ts'
import { problems } from './errors.ts'
import { Asset, AssetIds, PriceSource } from './inventory.ts'
import { Amount, Timestamp } from './wire.ts'

/** What a stream says of an asset. */
export const StreamedPrice = Asset.pick({
  asset_id: true,
  price_usd: true,
  change_24h: true,
  price_source: true,
  price_updated_at: true,
  price_status: true,
  is_active: true,
})
export type StreamedPrice = z.infer<typeof StreamedPrice>

const Moment = z.object({
  sequence: z.int().meta({ description: 'Rises with every event; also the id of the event' }),
  as_of: Timestamp.meta({ description: 'What is not in the event was unchanged at this moment' }),
})

/** The data of a `snapshot`: every price asked for. The data of a `price`: those that changed. */
export const PricesEvent = Moment.extend({
  source: PriceSource.meta({ description: 'The source in use now' }),
  max_age_seconds: z.int().positive().meta({
    description: 'A price of this source that is older is stale',
  }),
  prices: z.array(StreamedPrice),
  quantity_increments: z
    .record(z.string(), Amount)
    .optional()
    .meta({ description: 'By asset; only in a snapshot, for they do not change' }),
})
export type PricesEvent = z.infer<typeof PricesEvent>

/** The data of a `heartbeat`, sent after a while without a change. */
export const HeartbeatEvent = Moment
export type HeartbeatEvent = z.infer<typeof HeartbeatEvent>

export const streamMarket = {
  method: 'GET',
  url: '/market/stream',
  config: { access: 'public', limit: 'stream' },
  schema: {
    operationId: 'streamMarket',
    summary: 'Prices as they change',
    description:
      'Server-Sent Events. First a `snapshot` of all prices asked for, then a `price` event with those ' +
      'that changed, at most one a second, and a `heartbeat` when nothing does. With `Last-Event-ID` the ' +
      'first event holds what changed since, or is a snapshot when that is no longer known. Whoever ' +
      'reads too slowly is disconnected.',
    tags: ['Assets'],
    headers: z.object({ 'last-event-id': z.string().optional() }),
    querystring: z.strictObject({
      assets: AssetIds.optional().meta({ description: 'Only these; default all' }),
    }),
    response: {
      200: z
        .string()
        .meta({ description: 'text/event-stream: snapshot, price and heartbeat events' }),
      ...problems(404, 422, 429, 503),
    },
  },
} as const satisfies Endpoint

export const marketStreamEndpoints: Endpoint[] = [streamMarket]
