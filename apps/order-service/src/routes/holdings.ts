import { callerOf } from '@cnop/common/http/authenticate'
import type { App } from '@cnop/common/http/create-app'
import { decodeCursor, encodeCursor } from '@cnop/common/http/cursor'
import { readAccount, readHolding } from '@cnop/common/ledger/holdings'
import { isPurchase, type HoldingItem, type OrderItem } from '@cnop/common/ledger/items'
import { readOrders } from '@cnop/common/ledger/orders'
import { AppError } from '@cnop/contracts/errors'
import {
  getAssetBalance,
  listAssetBalances,
  listAssetTrades,
  type AssetBalance,
  type AssetTrade,
} from '@cnop/contracts/portfolio'
import { plus, price } from '@cnop/money/scaled'
import { printCash, printPrice, printQuantity } from '@cnop/money/text'
import { averageCost } from '@cnop/money/trade'

import type { Market } from '#src/domain/place-order'
import { OrderCursor } from '#src/routes/orders'

const DEFAULT_PAGE = 50

/** Only filled orders are listed as trades, and these have one. */
const NO_PRICE = price(0n)

export const holdingRoutes = (app: App, { ledger }: Pick<Market, 'ledger'>): void => {
  app.route({
    ...listAssetBalances,
    handler: async (request, reply) => {
      const { holdings } = await readAccount(ledger, callerOf(request).username)
      return reply.send({ success: true, data: holdings.map(assetBalance) })
    },
  })

  app.route({
    ...getAssetBalance,
    handler: async (request, reply) => {
      const { id } = request.params
      const holding = await readHolding(ledger, callerOf(request).username, id)
      if (holding === undefined) throw new AppError('ASSET_NOT_FOUND', `You have never held ${id}.`)
      return reply.send({ success: true, data: assetBalance(holding) })
    },
  })

  app.route({
    ...listAssetTrades,
    handler: async (request, reply) => {
      const { limit = DEFAULT_PAGE, cursor } = request.query
      const { orders, next } = await readOrders(ledger, callerOf(request).username, {
        limit,
        before: decodeCursor(OrderCursor, cursor)?.before,
        assetId: request.params.id,
      })
      return reply.send({
        success: true,
        data: orders.map(assetTrade),
        next_cursor: next === undefined ? null : encodeCursor({ before: next }),
        has_more: next !== undefined,
      })
    },
  })
}

const assetBalance = (holding: HoldingItem): AssetBalance => {
  const quantity = plus(holding.available, holding.held)
  return {
    asset_id: holding.asset_id,
    quantity: printQuantity(quantity),
    available: printQuantity(holding.available),
    held: printQuantity(holding.held),
    average_cost: quantity === 0n ? null : printPrice(averageCost(holding.cost, quantity)),
    updated_at: holding.updated_at,
  }
}

const assetTrade = (order: OrderItem): AssetTrade => ({
  asset_id: order.asset_id,
  transaction_type: isPurchase(order) ? 'buy' : 'sell',
  quantity: printQuantity(order.executed_quantity),
  price: printPrice(order.executed_price ?? NO_PRICE),
  total_amount: printCash(order.total),
  order_id: order.order_id,
  status: 'completed',
  timestamp: order.completed_at ?? order.updated_at,
})
