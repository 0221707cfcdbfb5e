/** Holdings and what they are worth. Served by order-service. */
import { z } from 'zod'

import { Username } from './accounts.ts'
import { withTokenOrKey, type Endpoint } from './endpoint.ts'
import { problems } from './errors.ts'
import { Explain, explanations } from './explain.ts'
import { AssetId, PriceSource } from './inventory.ts'
import { periodQuery } from './period.ts'
import {
  Amount,
  DOWNLOAD_PARTS,
  Timestamp,
  csvAnswer,
  pageEnd,
  pageQuery,
  partQuery,
} from './wire.ts'

const tags = ['Portfolio']

const Percentage = Amount.meta({
  description: 'Percent of the whole portfolio, two decimal places',
})

export const PortfolioAsset = z
  .object({
    asset_id: z.string(),
    quantity: Amount,
    held: Amount.meta({ description: 'Part of the quantity set aside for open orders' }),
    average_cost: Amount,
    cost_basis: Amount.meta({ description: 'Dollars the quantity was bought for' }),
    current_price: Amount.nullable().meta({ description: 'null while no current price is known' }),
    price_source: PriceSource.nullable(),
    price_observed_at: Timestamp.nullable(),
    market_value: Amount.nullable(),
    unrealized_pnl: Amount.nullable(),
    realized_pnl: Amount,
    percentage: Percentage.nullable(),
  })
  .meta({ id: 'PortfolioAsset' })
export type PortfolioAsset = z.infer<typeof PortfolioAsset>

export const Portfolio = z
  .object({
    username: z.string(),
    usd_balance: Amount,
    usd_held: Amount,
    total_asset_value: Amount,
    total_portfolio_value: Amount,
    unrealized_pnl: Amount,
    realized_pnl: Amount,
    asset_count: z.int(),
    unpriced_assets: z.array(z.string()).meta({
      description: 'Holdings left out of the totals because their price is unknown or too old',
    }),
    assets: z.array(PortfolioAsset),
    explanation: explanations,
  })
  .meta({ id: 'Portfolio' })
export type Portfolio = z.infer<typeof Portfolio>

export const AssetBalance = z
  .object({
    asset_id: z.string(),
    quantity: Amount,
    available: Amount,
    held: Amount,
    average_cost: Amount.nullable(),
    cost_basis: Amount.meta({ description: 'Dollars the quantity was bought for' }),
    realized_pnl: Amount.meta({ description: 'Proceeds of all sales less what was sold cost' }),
    updated_at: Timestamp,
    explanation: explanations,
  })
  .meta({ id: 'AssetBalance' })
export type AssetBalance = z.infer<typeof AssetBalance>

export const AssetTrade = z
  .object({
    asset_id: z.string(),
    transaction_type: z.enum(['buy', 'sell']),
    quantity: Amount,
    price: Amount,
    total_amount: Amount,
    cost_sold: Amount.nullable().meta({ description: 'Of a sale: what the units sold had cost' }),
    realized_pnl: Amount.nullable().meta({ description: 'Of a sale: total_amount less cost_sold' }),
    order_id: z.string(),
    status: z.literal('completed'),
    timestamp: Timestamp,
  })
  .meta({ id: 'AssetTrade' })
export type AssetTrade = z.infer<typeof AssetTrade>

const portfolioAnswer = z.object({
  success: z.literal(true),
  message: z.string(),
  data: Portfolio,
  timestamp: Timestamp,
})

export const getPortfolio = {
  method: 'GET',
  url: '/portfolio',
  config: { access: 'user', limit: 'reads', keyScope: 'read' },
  schema: {
    operationId: 'getPortfolio',
    summary: 'Your cash and holdings at current prices',
    tags,
    ...withTokenOrKey,
    querystring: z.strictObject({ explain: Explain }),
    response: { 200: portfolioAnswer, ...problems(401, 404, 422, 503) },
  },
} as const satisfies Endpoint

export const getPortfolioOf = {
  method: 'GET',
  url: '/portfolio/:username',
  config: { access: 'user', limit: 'reads', keyScope: 'read' },
  schema: {
    operationId: 'getPortfolioOf',
    summary: 'The portfolio of a user: your own, or as an admin anyone’s',
    tags,
    ...withTokenOrKey,
    params: z.object({ username: Username }),
    querystring: z.strictObject({ explain: Explain }),
    response: { 200: portfolioAnswer, ...problems(401, 403, 404, 422, 503) },
  },
} as const satisfies Endpoint

export const listAssetBalances = {
  method: 'GET',
  url: '/assets/balances',
  config: { access: 'user', limit: 'reads', keyScope: 'read', aliases: ['/asset-balances'] },
  schema: {
    operationId: 'listAssetBalances',
    summary: 'All your holdings',
    tags,
    ...withTokenOrKey,
    response: {
      200: z.object({ success: z.literal(true), data: z.array(AssetBalance) }),
      ...problems(401, 503),
    },
  },
} as const satisfies Endpoint

export const getAssetBalance = {
  method: 'GET',
  url: '/assets/:id/balance',
  config: { access: 'user', limit: 'reads', keyScope: 'read', aliases: ['/balance/asset/:id'] },
  schema: {
    operationId: 'getAssetBalance',
    summary: 'Your holding of one asset',
    tags,
    ...withTokenOrKey,
    params: z.object({ id: AssetId }),
    querystring: z.strictObject({ explain: Explain }),
    response: {
      200: z.object({ success: z.literal(true), data: AssetBalance }),
      ...problems(401, 404, 422, 503),
    },
  },
} as const satisfies Endpoint

export const listAssetTrades = {
  method: 'GET',
  url: '/assets/:id/transactions',
  config: { access: 'user', limit: 'reads', keyScope: 'read' },
  schema: {
    operationId: 'listAssetTrades',
    summary: 'Your trades of one asset, newest first',
    tags,
    ...withTokenOrKey,
    params: z.object({ id: AssetId }),
    querystring: z.strictObject({ ...periodQuery, ...pageQuery }),
    response: {
      200: z.object({ success: z.literal(true), data: z.array(AssetTrade), ...pageEnd }),
      ...problems(401, 422, 503),
    },
  },
} as const satisfies Endpoint

export const downloadAssetTrades = {
  method: 'GET',
  url: '/assets/:id/transactions.csv',
  config: { access: 'user', limit: 'reads', keyScope: 'read' },
  schema: {
    operationId: 'downloadAssetTrades',
    summary: 'Your trades of one asset as CSV, newest first',
    description: DOWNLOAD_PARTS,
    tags,
    ...withTokenOrKey,
    params: z.object({ id: AssetId }),
    querystring: z.strictObject({ ...periodQuery, ...partQuery }),
    response: { 200: csvAnswer, ...problems(401, 422, 429, 503) },
  },
} as const satisfies Endpoint

export const portfolioEndpoints: Endpoint[] = [
  getPortfolio,
  getPortfolioOf,
  listAssetBalances,
  getAssetBalance,
  listAssetTrades,
  downloadAssetTrades,
]
