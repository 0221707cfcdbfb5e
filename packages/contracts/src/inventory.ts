/** The assets that can be traded and what they cost. Served by inventory-service. */
import { z } from 'zod'

import type { Endpoint } from './endpoint.ts'
import { problems } from './errors.ts'
import { Amount, PriceAmount, Timestamp, pageEnd, pageQuery } from './wire.ts'

const tags = ['Assets']

export const AssetId = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9]{2,12}$/, 'must be an asset id such as BTC')
  .meta({ examples: ['BTC'] })

/** Several, in a query. */
export const AssetIds = z
  .string()
  .max(2_000)
  .transform((list) => list.split(','))
  .pipe(z.array(AssetId).min(1).max(150))
  .meta({ description: 'Asset ids, separated by commas', examples: ['BTC,ETH'] })

/** Where a price comes from. Every price says so, wherever it is shown or used. */
export const PriceSource = z.enum(['coingecko', 'simulated'])
export type PriceSource = z.infer<typeof PriceSource>

/**
 * How much a price can be relied on: `live` and `delayed` come from the real market and are as old as
 * usual or older, `stale` is too old to trade at, `simulated` is made up.
 */
export const PriceStatus = z.enum(['live', 'delayed', 'stale', 'simulated'])
export type PriceStatus = z.infer<typeof PriceStatus>

export const AssetCategory = z.enum([
  'layer-1',
  'layer-2',
  'defi',
  'exchange',
  'meme',
  'ai',
  'gaming',
  'infrastructure',
  'privacy',
  'payments',
  'stablecoin',
  'real-world-assets',
])
export type AssetCategory = z.infer<typeof AssetCategory>

export const Asset = z
  .object({
    asset_id: z.string(),
    name: z.string(),
    symbol: z.string(),
    description: z.string(),
    category: AssetCategory,
    price_usd: PriceAmount,
    price_source: PriceSource,
    price_updated_at: Timestamp.meta({ description: 'When the source saw this price' }),
    price_status: PriceStatus.meta({
      description:
        'live, delayed (older than usual), stale (too old to trade at), or simulated: no real price',
    }),
    change_24h: Amount.meta({ description: 'Percent, two decimal places, signed' }),
    market_cap: Amount,
    volume_24h: Amount,
    high_24h: Amount,
    low_24h: Amount,
    sparkline: z.array(Amount).meta({ description: 'Prices of the last 24 hours, oldest first' }),
    is_active: z.boolean(),
    availability_status: z.enum(['available', 'halted']),
    min_order_value: Amount,
    quantity_increment: Amount.meta({
      description:
        'What the quantity of an order is a multiple of; all of a holding can always be sold',
    }),
    price_increment: Amount.meta({
      description: 'What the price of a limit order is a multiple of',
    }),
    last_updated: Timestamp,
  })
  .meta({ id: 'Asset' })
export type Asset = z.infer<typeof Asset>

export const AssetSort = z.enum(['market_cap', 'price', 'change_24h', 'name', 'symbol'])
export type AssetSort = z.infer<typeof AssetSort>

export const AssetQuery = z.strictObject({
  search: z.string().trim().max(50).optional().meta({ description: 'Part of the name or symbol' }),
  category: AssetCategory.optional(),
  sort: AssetSort.optional().meta({ description: 'Default market_cap' }),
  order: z.enum(['asc', 'desc']).optional().meta({
    description: 'Default: figures from high to low, names from A to Z',
  }),
  active_only: z.enum(['true', 'false']).optional(),
  ...pageQuery,
})
export type AssetQuery = z.infer<typeof AssetQuery>

export const AssetPage = z
  .object({
    assets: z.array(Asset),
    total_count: z.int(),
    filtered_count: z.int(),
    active_count: z.int(),
    max_price_age_seconds: z.int().positive().meta({
      description: 'How old a price of the source in use may be for an order to fill at it.',
    }),
    ...pageEnd,
  })
  .meta({ id: 'AssetPage' })
export type AssetPage = z.infer<typeof AssetPage>

export const listAssets = {
  method: 'GET',
  url: '/inventory/assets',
  config: { access: 'public', limit: 'public' },
  schema: {
    operationId: 'listAssets',
    summary: 'All assets with their prices',
    description: 'Without limit, all of them in one answer.',
    tags,
    querystring: AssetQuery,
    response: { 200: AssetPage, ...problems(422, 429, 503) },
  },
} as const satisfies Endpoint

export const getAsset = {
  method: 'GET',
  url: '/inventory/assets/:id',
  config: { access: 'public', limit: 'public' },
  schema: {
    operationId: 'getAsset',
    summary: 'One asset',
    tags,
    params: z.object({ id: AssetId }),
    response: { 200: Asset, ...problems(404, 422, 429, 503) },
  },
} as const satisfies Endpoint

export const inventoryEndpoints: Endpoint[] = [listAssets, getAsset]
