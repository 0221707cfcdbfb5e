import { callerOf } from '@cnop/common/http/authenticate'
import type { App } from '@cnop/common/http/create-app'
import { sendCsv, type Columns } from '@cnop/common/http/csv'
import { decodeCursor, encodeCursor } from '@cnop/common/http/cursor'
import { allPages } from '@cnop/common/ledger/all-pages'
import { readAccount, readHolding } from '@cnop/common/ledger/holdings'
import { isPurchase, type HoldingItem, type OrderItem } from '@cnop/common/ledger/items'
import { readTrades } from '@cnop/common/ledger/orders'
import { AppError } from '@cnop/contracts/errors'
import { periodOf } from '@cnop/contracts/period'
import {
  downloadAssetTrades,
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

  tradeRoutes(app, { ledger })
}

const tradeRoutes = (app: App, { ledger }: Pick<Market, 'ledger'>): void => {
  app.route({
    ...listAssetTrades,
    handler: async (request, reply) => {
      const { limit = DEFAULT_PAGE, cursor, ...period } = request.query
      const { orders, next } = await readTrades(ledger, callerOf(request).username, {
        limit,
        before: decodeCursor(OrderCursor, cursor)?.before,
        assetId: request.params.id,
        period: periodOf(period),
      })
      return reply.send({
        success: true,
        data: orders.map(assetTrade),
        next_cursor: next === undefined ? null : encodeCursor({ before: next }),
        has_more: next !== undefined,
      })
    },
  })

  app.route({
    ...downloadAssetTrades,
    handler: async (request, reply) => {
      const { username } = callerOf(request)
      const assetId = request.params.id
      const period = periodOf(request.query)
      const rows = allPages(async (limit, before: string | undefined) => {
        const page = { limit, before, assetId, period }
        const { orders, next } = await readTrades(ledger, username, page)
        return { items: orders.map(assetTrade), next }
      })
      return sendCsv(reply, `trades-${assetId}`, TRADE_COLUMNS, rows)
    },
  })
}

const TRADE_COLUMNS: Columns<AssetTrade> = {
  order_id: (trade) => trade.order_id,
  timestamp: (trade) => trade.timestamp,
  asset_id: (trade) => trade.asset_id,
  transaction_type: (trade) => trade.transaction_type,
  quantity: (trade) => trade.quantity,
  price: (trade) => trade.price,
  total_amount: (trade) => trade.total_amount,
  status: (trade) => trade.status,
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
