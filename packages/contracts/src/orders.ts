/** Reading orders and cancelling them. Served by order-service. */
import { z } from 'zod'

import { withTokenOrKey, type Endpoint } from './endpoint.ts'
import { problems } from './errors.ts'
import { AssetId, PriceSource } from './inventory.ts'
import { periodQuery } from './period.ts'
import {
  Amount,
  DOWNLOAD_PARTS,
  SELECTION_PAGES,
  Timestamp,
  UlidParam,
  csvAnswer,
  pageEnd,
  pageQuery,
  partQuery,
} from './wire.ts'

const tags = ['Orders']

export const OrderType = z.enum(['market_buy', 'market_sell', 'limit_buy', 'limit_sell'])
export type OrderType = z.infer<typeof OrderType>

/** How long a limit order stays open: until cancelled, until midnight UTC, or not at all. */
export const TimeInForce = z.enum(['gtc', 'day', 'ioc'])
export type TimeInForce = z.infer<typeof TimeInForce>

export const OrderStatus = z.enum([
  'pending',
  'queued',
  'completed',
  'cancelled',
  'failed',
  'expired',
])
export type OrderStatus = z.infer<typeof OrderStatus>

export const Order = z
  .object({
    order_id: z.string(),
    client_order_id: z.string().nullable(),
    order_type: OrderType,
    asset_id: z.string(),
    quantity: Amount,
    price: Amount.nullable().meta({ description: 'Limit price; null for a market order' }),
    time_in_force: TimeInForce.nullable(),
    expires_at: Timestamp.nullable(),
    executed_price: Amount.nullable(),
    executed_quantity: Amount,
    total_amount: Amount.meta({ description: 'Dollars paid or received' }),
    quote_spread: Amount.meta({
      description: 'Part of it that a firm quote cost; 0.00 without one',
    }),
    status: OrderStatus,
    reason: z.string().nullable(),
    price_source: PriceSource.nullable(),
    price_observed_at: Timestamp.nullable(),
    price_age_seconds: z.number().nullable().meta({
      description: 'How old the price was when the order filled at it',
    }),
    created_at: Timestamp,
    updated_at: Timestamp,
    completed_at: Timestamp.nullable(),
  })
  .meta({ id: 'Order' })
export type Order = z.infer<typeof Order>

const orderParams = z.object({ id: UlidParam })

const OrderFilter = z.strictObject({
  status: OrderStatus.optional().meta({ description: 'queued: those that wait for their price' }),
  asset_id: AssetId.optional(),
  ...periodQuery,
})
export type OrderFilter = z.infer<typeof OrderFilter>

export const listOrders = {
  method: 'GET',
  url: '/orders',
  config: { access: 'user', limit: 'reads', keyScope: 'read' },
  schema: {
    operationId: 'listOrders',
    summary: 'Your orders, newest first',
    description: SELECTION_PAGES,
    tags,
    ...withTokenOrKey,
    querystring: OrderFilter.extend(pageQuery),
    response: {
      200: z.object({ data: z.array(Order), ...pageEnd }).meta({ id: 'OrderPage' }),
      ...problems(401, 422, 503),
    },
  },
} as const satisfies Endpoint

export const downloadOrders = {
  method: 'GET',
  url: '/orders.csv',
  config: { access: 'user', limit: 'reads', keyScope: 'read' },
  schema: {
    operationId: 'downloadOrders',
    summary: 'Your orders as CSV, newest first',
    description: DOWNLOAD_PARTS,
    tags,
    ...withTokenOrKey,
    querystring: OrderFilter.extend(partQuery),
    response: { 200: csvAnswer, ...problems(401, 422, 429, 503) },
  },
} as const satisfies Endpoint

export const getOrder = {
  method: 'GET',
  url: '/orders/:id',
  config: { access: 'user', limit: 'reads', keyScope: 'read' },
  schema: {
    operationId: 'getOrder',
    summary: 'One of your orders',
    tags,
    ...withTokenOrKey,
    params: orderParams,
    response: {
      200: z.object({ success: z.literal(true), data: Order }),
      ...problems(401, 404, 422, 503),
    },
  },
} as const satisfies Endpoint

export const getOrderStatus = {
  method: 'GET',
  url: '/orders/:id/status',
  config: { access: 'user', limit: 'reads', keyScope: 'read' },
  schema: {
    operationId: 'getOrderStatus',
    summary: 'How far an order has come',
    tags,
    ...withTokenOrKey,
    params: orderParams,
    response: {
      200: z.object({
        order_id: z.string(),
        status: OrderStatus,
        reason: z.string().nullable(),
        updated_at: Timestamp,
      }),
      ...problems(401, 404, 422, 503),
    },
  },
} as const satisfies Endpoint

const cancelled = {
  200: z.object({ success: z.literal(true), message: z.string(), data: Order }),
  ...problems(401, 404, 409, 422, 503),
}

export const cancelOrder = {
  method: 'PUT',
  url: '/orders/:id/cancel',
  config: { access: 'user', limit: 'trading', keyScope: 'trade' },
  schema: {
    operationId: 'cancelOrder',
    summary: 'Cancel an open order; what it held is yours again',
    tags,
    ...withTokenOrKey,
    params: orderParams,
    response: cancelled,
  },
} as const satisfies Endpoint

export const deleteOrder = {
  method: 'DELETE',
  url: '/orders/:id',
  config: { access: 'user', limit: 'trading', keyScope: 'trade' },
  schema: {
    operationId: 'deleteOrder',
    summary: 'The same as cancelling',
    tags,
    ...withTokenOrKey,
    params: orderParams,
    response: cancelled,
  },
} as const satisfies Endpoint

export const orderEndpoints: Endpoint[] = [
  listOrders,
  downloadOrders,
  getOrder,
  getOrderStatus,
  cancelOrder,
  deleteOrder,
]
