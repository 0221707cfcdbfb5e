import { callerOf } from '@cnop/common/http/authenticate'
import type { App } from '@cnop/common/http/create-app'
import { sendCsv, type Columns } from '@cnop/common/http/csv'
import { decodeCursor } from '@cnop/common/http/cursor'
import { readOrder, readOrders, type OrderSelection } from '@cnop/common/ledger/orders'
import { readPart } from '@cnop/common/ledger/read-part'
import { cancelOrder } from '@cnop/common/ledger/settle-waiting'
import {
  cancelOrder as cancelOrderEndpoint,
  deleteOrder,
  downloadOrders,
  getOrder,
  getOrderStatus,
  listOrders,
  type Order,
  type OrderFilter,
} from '@cnop/contracts/orders'
import { periodOf } from '@cnop/contracts/period'

import type { Market } from '#src/domain/place-order'
import { orderAnswer, orderMessage } from '#src/routes/order-answer'
import { OrderCursor, orderCursor } from '#src/routes/order-cursor'

const DEFAULT_PAGE = 50

type Deps = Pick<Market, 'ledger'>

export const orderRoutes = (app: App, { ledger }: Deps): void => {
  app.route({
    ...listOrders,
    handler: async (request, reply) => {
      const { limit = DEFAULT_PAGE, cursor, ...filter } = request.query
      const { orders, next } = await readOrders(ledger, callerOf(request).username, {
        limit,
        before: decodeCursor(OrderCursor, cursor)?.before,
        ...selectionOf(filter),
      })
      return reply.send({
        data: orders.map(orderAnswer),
        next_cursor: next === undefined ? null : orderCursor(next),
        has_more: next !== undefined,
      })
    },
  })

  app.route({
    ...downloadOrders,
    handler: async (request, reply) => {
      const { username } = callerOf(request)
      const { cursor, bom = false, ...filter } = request.query
      const selection = selectionOf(filter)
      const first = decodeCursor(OrderCursor, cursor)?.before
      const { rows, next } = await readPart(first, async (limit, before) => {
        const page = await readOrders(ledger, username, { limit, before, ...selection })
        return { rows: page.orders.map(orderAnswer), next: page.next }
      })
      const part = { rows, next: next === undefined ? undefined : orderCursor(next) }
      return sendCsv(request, reply, {
        name: `orders-${username}`,
        now: ledger.now(),
        bom: bom && first === undefined,
        columns: ORDER_COLUMNS,
        part,
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

const selectionOf = (filter: OrderFilter): OrderSelection => ({
  status: filter.status,
  assetId: filter.asset_id,
  period: periodOf(filter),
})

const ORDER_COLUMNS: Columns<Order> = {
  order_id: (order) => order.order_id,
  created_at: (order) => order.created_at,
  order_type: (order) => order.order_type,
  asset_id: (order) => order.asset_id,
  status: (order) => order.status,
  quantity: (order) => order.quantity,
  price: (order) => order.price,
  time_in_force: (order) => order.time_in_force,
  expires_at: (order) => order.expires_at,
  executed_quantity: (order) => order.executed_quantity,
  executed_price: (order) => order.executed_price,
  total_amount: (order) => order.total_amount,
  price_source: (order) => order.price_source,
  price_observed_at: (order) => order.price_observed_at,
  completed_at: (order) => order.completed_at,
  reason: (order) => order.reason,
  client_order_id: (order) => order.client_order_id,
}

export const cancelRoutes = (app: App, { ledger }: Deps): void => {
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
