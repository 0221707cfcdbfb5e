import { callerOf } from '@cnop/common/http/authenticate'
import type { App } from '@cnop/common/http/create-app'
import { sendCsv, type Columns } from '@cnop/common/http/csv'
import { decodeCursor } from '@cnop/common/http/cursor'
import { readHoldingStatement } from '@cnop/common/ledger/holding-statement'
import { readAccount, readHolding } from '@cnop/common/ledger/holdings'
import { readTrades } from '@cnop/common/ledger/orders'
import { readPart } from '@cnop/common/ledger/read-part'
import { AppError } from '@cnop/contracts/errors'
import { periodOf } from '@cnop/contracts/period'
import {
  downloadAssetTrades,
  getAssetBalance,
  listAssetBalances,
  listAssetTrades,
  type AssetTrade,
} from '@cnop/contracts/portfolio'

import type { Market } from '#src/domain/place-order'
import { assetBalance, assetTrade } from '#src/routes/holding-answer'
import { explainHolding } from '#src/routes/holding-explanation'
import { tradeCursor, tradeCursorSchema } from '#src/routes/order-cursor'

const DEFAULT_PAGE = 50

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
      if (request.query.explain !== true)
        return reply.send({ success: true, data: assetBalance(holding) })
      const statement = await readHoldingStatement(ledger, holding)
      const balance = assetBalance(statement.holding)
      return reply.send({
        success: true,
        data: { ...balance, explanation: explainHolding(statement, balance) },
      })
    },
  })

  tradeRoutes(app, { ledger })
}

const tradeRoutes = (app: App, { ledger }: Pick<Market, 'ledger'>): void => {
  app.route({
    ...listAssetTrades,
    handler: async (request, reply) => {
      const { limit = DEFAULT_PAGE, cursor, ...period } = request.query
      const assetId = request.params.id
      const { orders, next } = await readTrades(ledger, callerOf(request).username, {
        limit,
        before: decodeCursor(tradeCursorSchema(assetId), cursor)?.before,
        assetId,
        period: periodOf(period),
      })
      return reply.send({
        success: true,
        data: orders.map(assetTrade),
        next_cursor: next === undefined ? null : tradeCursor(assetId, next),
        has_more: next !== undefined,
      })
    },
  })

  app.route({
    ...downloadAssetTrades,
    handler: async (request, reply) => {
      const { username } = callerOf(request)
      const assetId = request.params.id
      const { cursor, bom = false, ...filter } = request.query
      const period = periodOf(filter)
      const first = decodeCursor(tradeCursorSchema(assetId), cursor)?.before
      const { rows, next } = await readPart(first, async (limit, before) => {
        const page = await readTrades(ledger, username, { limit, before, assetId, period })
        return { rows: page.orders.map(assetTrade), next: page.next }
      })
      const part = { rows, next: next === undefined ? undefined : tradeCursor(assetId, next) }
      return sendCsv(request, reply, {
        name: `trades-${assetId}-${username}`,
        now: ledger.now(),
        bom: bom && first === undefined,
        columns: TRADE_COLUMNS,
        part,
      })
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
  cost_sold: (trade) => trade.cost_sold,
  realized_pnl: (trade) => trade.realized_pnl,
  status: (trade) => trade.status,
}
