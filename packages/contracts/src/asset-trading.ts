/** Halting an asset and letting it be traded again. Served by inventory-service. */
import { z } from 'zod'

import { withToken, type Endpoint } from './endpoint.ts'
import { problems } from './errors.ts'
import { AssetId } from './inventory.ts'
import { Reason } from './reason.ts'
import { Timestamp } from './wire.ts'

const tags = ['Administration']

export const AssetTrading = z
  .object({
    asset_id: z.string(),
    is_active: z.boolean(),
    halt: z
      .object({ reason: z.string(), by: z.string(), at: Timestamp })
      .nullable()
      .meta({ description: 'Why trading stands still, who stopped it and when' }),
  })
  .meta({ id: 'AssetTrading' })
export type AssetTrading = z.infer<typeof AssetTrading>

export const getAssetTrading = {
  method: 'GET',
  url: '/admin/assets/:id',
  config: { access: 'admin', limit: 'reads' },
  schema: {
    operationId: 'getAssetTrading',
    summary: 'Whether an asset can be traded, and why not',
    tags,
    ...withToken,
    params: z.object({ id: AssetId }),
    response: { 200: AssetTrading, ...problems(401, 403, 404, 422, 429, 503) },
  },
} as const satisfies Endpoint

export const setAssetTrading = {
  method: 'PUT',
  url: '/admin/assets/:id',
  config: { access: 'admin', limit: 'trading' },
  schema: {
    operationId: 'setAssetTrading',
    summary: 'Halt an asset, or let it be traded again',
    description:
      'Every service knows within seconds. A halted asset keeps its price; orders for it are refused ' +
      'and those that wait stay waiting.',
    tags,
    ...withToken,
    params: z.object({ id: AssetId }),
    body: z
      .discriminatedUnion('is_active', [
        z.strictObject({ is_active: z.literal(true) }),
        z.strictObject({
          is_active: z.literal(false),
          reason: Reason.meta({ examples: ['The price of the source is wrong'] }),
        }),
      ])
      .meta({ examples: [{ is_active: false, reason: 'The price of the source is wrong' }] }),
    response: { 200: AssetTrading, ...problems(400, 401, 403, 404, 415, 422, 429, 503) },
  },
} as const satisfies Endpoint

export const assetTradingEndpoints: Endpoint[] = [getAssetTrading, setAssetTrading]
