import { callerOf } from '@cnop/common/http/authenticate'
import type { App } from '@cnop/common/http/create-app'
import { AppError } from '@cnop/contracts/errors'
import { periodOf, type Period } from '@cnop/contracts/period'
import {
  getPortfolioHistory,
  type ValuePoint as PointAnswer,
} from '@cnop/contracts/portfolio-history'
import { printCash, printPrice, printQuantity } from '@cnop/money/text'

import {
  intervalOf,
  portfolioHistory,
  type HistoryDeps,
} from '#src/domain/history/portfolio-history'
import {
  assetValueOf,
  marketValueOf,
  totalValueOf,
  type ValuedAsset,
  type ValuePoint,
} from '#src/domain/history/value-point'

export const historyRoutes = (app: App, deps: HistoryDeps): void => {
  app.route({
    ...getPortfolioHistory,
    handler: async (request, reply) => {
      const { range = '1m', explain = false, ...period } = request.query
      const within = isWithin(periodOf(period))
      const history = await portfolioHistory(deps, callerOf(request).username, range)
      const points = history.points.filter(within)
      if (explain && points.length > MAX_EXPLAINED) throw tooManyToExplain(points.length)
      return reply.send({
        success: true,
        data: {
          range,
          interval: intervalOf(range),
          is_complete: history.isComplete,
          starts_at_zero: history.startsAtZero && points[0] === history.points[0],
          points: points.map((point) => ({
            ...pointAnswer(point),
            ...(explain ? { assets: point.assets.map(assetAnswer) } : {}),
          })),
        },
        timestamp: deps.ledger.now().toISOString(),
      })
    },
  })
}

/** Of an answer: each point may have a hundred assets. */
const MAX_EXPLAINED = 200

const tooManyToExplain = (count: number): AppError =>
  new AppError('VALIDATION_FAILED', 'Some fields are not valid.', {
    fieldErrors: [
      {
        field: 'explain',
        message: `explains at most ${MAX_EXPLAINED} points, not ${count}: narrow them down with from and to`,
      },
    ],
  })

const isWithin =
  ({ fromMs = 0, toMs = Number.POSITIVE_INFINITY }: Period) =>
  ({ atMs }: ValuePoint): boolean =>
    fromMs <= atMs && atMs <= toMs

const pointAnswer = (point: ValuePoint): PointAnswer => ({
  time: new Date(point.atMs).toISOString(),
  value: printCash(totalValueOf(point)),
  cash: printCash(point.cash),
  asset_value: printCash(assetValueOf(point)),
  paid_in: printCash(point.paidIn),
  unpriced_assets: point.assets.flatMap(({ assetId, price }) =>
    price === undefined ? [assetId] : [],
  ),
})

const assetAnswer = (asset: ValuedAsset): NonNullable<PointAnswer['assets']>[number] => ({
  asset_id: asset.assetId,
  quantity: printQuantity(asset.quantity),
  price: asset.price === undefined ? null : printPrice(asset.price.price),
  price_source: asset.price?.source ?? null,
  market_value: printCash(marketValueOf(asset)),
})
