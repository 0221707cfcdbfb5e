import { callerOf } from '@cnop/common/http/authenticate'
import type { App } from '@cnop/common/http/create-app'
import { UlidPosition, decodeCursor, encodeCursor } from '@cnop/common/http/cursor'
import { cancelOrder } from '@cnop/common/ledger/limit-orders'
import { readOrder, readOrders } from '@cnop/common/ledger/orders'
import { AppError } from '@cnop/contracts/errors'
import {
  cancelOrder as cancelOrderEndpoint,
  deleteOrder,
  getOrder,
  getOrderStatus,
  listOrders,
  placeOrder as placeOrderEndpoint,
  previewOrder as previewOrderEndpoint,
  type PlaceOrderRequest,
  type PreviewOrderRequest,
} from '@cnop/contracts/orders'
import { decimalText } from '@cnop/contracts/wire'
import { parseCash, parsePrice, parseQuantity } from '@cnop/money/text'
import { z } from 'zod'

import type { OrderTerms } from '#src/domain/order-terms'
import { placeOrder, type Market, type WantedOrder } from '#src/domain/place-order'
import { previewOrder } from '#src/domain/preview-order'
import { orderAnswer, orderMessage } from '#src/routes/order-answer'

const DEFAULT_PAGE = 50

export const OrderCursor = z.object({ before: UlidPosition })

export const placeRoutes = (app: App, deps: Market): void => {
  app.route({
    ...placeOrderEndpoint,
    handler: async (request, reply) => {
      const wanted = wantedOrder(
        callerOf(request).username,
        request.body,
        request.headers['idempotency-key'],
      )
      const { order, replayed } = await placeOrder(deps, wanted)
      if (replayed) reply.header('idempotent-replayed', 'true')
      return reply.code(201).send({
        success: true,
        message: orderMessage(order),
        order_id: order.order_id,
        data: orderAnswer(order),
      })
    },
  })

  app.route({
    ...previewOrderEndpoint,
    handler: async (request, reply) => {
      const { username } = callerOf(request)
      return reply.send(await previewOrder(deps, username, termsOf(request.body)))
    },
  })
}

export const orderRoutes = (app: App, { ledger }: Pick<Market, 'ledger'>): void => {
  app.route({
    ...listOrders,
    handler: async (request, reply) => {
      const { limit = DEFAULT_PAGE, cursor } = request.query
      const { orders, next } = await readOrders(ledger, callerOf(request).username, {
        limit,
        before: decodeCursor(OrderCursor, cursor)?.before,
      })
      return reply.send({
        data: orders.map(orderAnswer),
        next_cursor: next === undefined ? null : encodeCursor({ before: next }),
        has_more: next !== undefined,
      })
    },
  })

  app.route({
    ...getOrder,
    handler: async (request, reply) => {
      const order = await readOrder(ledger, callerOf(request).username, request.params.id)
      return reply.send({ success: true, data: orderAnswer(order) })
    },
  })

  app.route({
    ...getOrderStatus,
    handler: async (request, reply) => {
      const order = await readOrder(ledger, callerOf(request).username, request.params.id)
      const { order_id, status, reason = null, updated_at } = order
      return reply.send({ order_id, status, reason, updated_at })
    },
  })
}

export const cancelRoutes = (app: App, { ledger }: Pick<Market, 'ledger'>): void => {
  const cancel = async (username: string, orderId: string) => {
    const order = await cancelOrder(ledger, username, orderId)
    return { success: true as const, message: orderMessage(order), data: orderAnswer(order) }
  }

  app.route({
    ...cancelOrderEndpoint,
    handler: async (request, reply) =>
      reply.send(await cancel(callerOf(request).username, request.params.id)),
  })

  app.route({
    ...deleteOrder,
    handler: async (request, reply) =>
      reply.send(await cancel(callerOf(request).username, request.params.id)),
  })
}

const wantedOrder = (
  username: string,
  body: PlaceOrderRequest,
  idempotencyKey: string | undefined,
): WantedOrder => {
  const clientOrderId = body.client_order_id
  if (
    idempotencyKey !== undefined &&
    clientOrderId !== undefined &&
    idempotencyKey !== clientOrderId
  )
    throw new AppError('VALIDATION_FAILED', 'Some fields are not valid.', {
      fieldErrors: [
        {
          field: 'client_order_id',
          message: 'must equal the Idempotency-Key header when both are sent',
        },
      ],
    })
  return {
    ...termsOf(body),
    username,
    clientKey: idempotencyKey ?? clientOrderId,
    clientOrderId,
    limit:
      body.price === undefined
        ? undefined
        : {
            price: parsePrice(decimalText(body.price)),
            timeInForce: body.time_in_force ?? 'gtc',
          },
    quoteId: body.quote_id,
    slippage: slippageOf(body),
  }
}

const termsOf = (body: PreviewOrderRequest | PlaceOrderRequest): OrderTerms => ({
  side: body.order_type.endsWith('buy') ? 'buy' : 'sell',
  assetId: body.asset_id,
  size:
    body.quantity === undefined
      ? { quoteAmount: parseCash(decimalText(body.quote_amount ?? '')) }
      : { quantity: parseQuantity(decimalText(body.quantity)) },
})

const slippageOf = ({ max_slippage, expected_price }: PlaceOrderRequest): WantedOrder['slippage'] =>
  max_slippage === undefined
    ? undefined
    : {
        // Percent with two places is a count of hundredths, as dollars are of cents.
        hundredths: parseCash(decimalText(max_slippage)),
        expectedPrice:
          expected_price === undefined ? undefined : parsePrice(decimalText(expected_price)),
      }
