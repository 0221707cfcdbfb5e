import { callerOf } from '@cnop/common/http/authenticate'
import type { App } from '@cnop/common/http/create-app'
import {
  placeOrder as placeOrderEndpoint,
  previewOrder as previewOrderEndpoint,
} from '@cnop/contracts/place-order'

import { placeOrder, type Market } from '#src/domain/place-order'
import { previewOrder } from '#src/domain/preview-order'
import { orderAnswer, orderMessage } from '#src/routes/order-answer'
import { wantedOrder } from '#src/routes/order-request'

export const placeRoutes = (app: App, deps: Market): void => {
  app.route({
    ...placeOrderEndpoint,
    handler: async (request, reply) => {
      const { username } = callerOf(request)
      const key = request.headers['idempotency-key']
      const { order, replayed } = await placeOrder(deps, wantedOrder(username, request.body, key))
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
      return reply.send(await previewOrder(deps, wantedOrder(username, request.body, undefined)))
    },
  })
}
