/** Placing orders, and what one would do. Served by order-service. */
import { z } from 'zod'

import { withTokenOrKey, type Endpoint } from './endpoint.ts'
import { problems } from './errors.ts'
import { AssetId, PriceSource } from './inventory.ts'
import { Order, OrderType, TimeInForce } from './orders.ts'
import {
  Amount,
  CashInput,
  IdempotencyHeaders,
  PercentInput,
  PriceInput,
  QuantityInput,
  Timestamp,
} from './wire.ts'

const tags = ['Orders']

const orderTerms = {
  asset_id: AssetId,
  quantity: QuantityInput.optional(),
  quote_amount: CashInput.optional().meta({
    description: 'Instead of quantity: the dollars to spend, or to receive at the least',
  }),
}

const onlyOneSize = (order: { quantity?: unknown; quote_amount?: unknown }): boolean =>
  (order.quantity === undefined) !== (order.quote_amount === undefined)

const ONE_SIZE = { path: ['quantity'], message: 'give either quantity or quote_amount' }

const MARKET_ONLY = ['quote_amount', 'quote_id', 'max_slippage', 'expected_price'] as const
const LIMIT_ONLY = ['price', 'time_in_force'] as const

export const PlaceOrderRequest = z
  .strictObject({
    order_type: OrderType,
    ...orderTerms,
    price: PriceInput.optional().meta({
      description: 'Limit orders only: the worst price you take',
    }),
    time_in_force: TimeInForce.optional().meta({ description: 'Limit orders only; default gtc' }),
    quote_id: z.string().max(1024).optional().meta({
      description:
        'From a preview: fills at exactly its price or not at all, and once. Refused when it would be better than the market',
    }),
    max_slippage: PercentInput.optional().meta({
      description: 'Percent the price may be worse than expected_price',
    }),
    expected_price: PriceInput.optional().meta({
      description: 'What you take the price to be; without it, the price when the order arrives',
    }),
    client_order_id: z
      .string()
      .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 printable characters without spaces')
      .optional()
      .meta({ description: 'Your own id; does what an Idempotency-Key does' }),
  })
  .superRefine((order, context) => {
    const refuse = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message })
    if (order.order_type.startsWith('limit')) {
      if (order.quantity === undefined) refuse('quantity', 'is required for a limit order')
      if (order.price === undefined) refuse('price', 'is required for a limit order')
      for (const field of MARKET_ONLY)
        if (order[field] !== undefined) refuse(field, 'is for market orders only')
      return
    }
    if (!onlyOneSize(order)) refuse(ONE_SIZE.path[0] ?? '', ONE_SIZE.message)
    for (const field of LIMIT_ONLY)
      if (order[field] !== undefined) refuse(field, 'is for limit orders only')
  })
  .meta({
    id: 'PlaceOrderRequest',
    examples: [{ order_type: 'market_buy', asset_id: 'BTC', quote_amount: '250.00' }],
  })
export type PlaceOrderRequest = z.infer<typeof PlaceOrderRequest>

export const PlaceOrderAnswer = z
  .object({ success: z.literal(true), message: z.string(), order_id: z.string(), data: Order })
  .meta({ id: 'PlaceOrderAnswer' })
export type PlaceOrderAnswer = z.infer<typeof PlaceOrderAnswer>

export const OrderPreview = z
  .object({
    success: z.literal(true),
    message: z.string().meta({ description: 'What the order would do, in one sentence' }),
    order_type: OrderType,
    asset_id: z.string(),
    effect: z.enum(['fill', 'wait', 'end']).meta({
      description:
        'Whether it would fill at once, wait for its limit, or end unfilled (ioc, limit not met)',
    }),
    quantity: Amount,
    price: Amount.meta({ description: 'What it would fill at; the limit for one that waits' }),
    price_source: PriceSource.nullable().meta({ description: 'null for a limit' }),
    price_observed_at: Timestamp.nullable(),
    total_amount: Amount.meta({ description: 'Dollars to pay, to set aside or to receive' }),
    quote_spread: Amount.meta({
      description:
        'Part of total_amount that the firm price costs; without its quote the order fills at the market price of the moment',
    }),
    balance_after: Amount.meta({
      description: 'Cash available after it; below zero if impossible',
    }),
    errors: z.array(z.object({ code: z.string(), message: z.string() })).meta({
      description: 'Why the order would be refused now',
    }),
    warnings: z.array(z.string()).meta({
      description:
        'What to know before placing it: a limit the market has reached or is far from, a simulated price',
    }),
    quote_id: z.string().nullable().meta({
      description:
        'Holds this price until expires_at; null when the order would be refused, and for a limit order',
    }),
    expires_at: Timestamp.nullable(),
  })
  .meta({ id: 'OrderPreview' })
export type OrderPreview = z.infer<typeof OrderPreview>

export const placeOrder = {
  method: 'POST',
  url: '/orders',
  config: { access: 'user', limit: 'trading', keyScope: 'trade' },
  schema: {
    operationId: 'placeOrder',
    summary: 'Buy or sell at the market price, or when a limit is met',
    description:
      'A limit order that the market already meets fills at once, at the better price. Otherwise it holds what it needs and waits.',
    tags,
    ...withTokenOrKey,
    headers: IdempotencyHeaders,
    body: PlaceOrderRequest,
    response: { 201: PlaceOrderAnswer, ...problems(401, 404, 409, 422, 429, 503) },
  },
} as const satisfies Endpoint

export const previewOrder = {
  method: 'POST',
  url: '/orders/preview',
  config: { access: 'user', limit: 'reads', keyScope: 'read' },
  schema: {
    operationId: 'previewOrder',
    summary: 'What an order would cost or bring, and a firm quote for it',
    description: 'Moves no money. A market order that names the quote fills at exactly its price.',
    tags,
    ...withTokenOrKey,
    body: PlaceOrderRequest,
    response: { 200: OrderPreview, ...problems(401, 404, 409, 422, 429, 503) },
  },
} as const satisfies Endpoint

export const placeOrderEndpoints: Endpoint[] = [placeOrder, previewOrder]
