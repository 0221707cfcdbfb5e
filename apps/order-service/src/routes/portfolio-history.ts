import { callerOf } from '@cnop/common/http/authenticate'
import type { App } from '@cnop/common/http/create-app'
import { AppError } from '@cnop/contracts/errors'
import { periodOf, type Period } from '@cnop/contracts/period'
import {
  getPortfolioHistory,
  type Returns as ReturnsAnswer,
  type ValuePoint as PointAnswer,
} from '@cnop/contracts/portfolio-history'
import { printCash, printGrowth, printPercent, printPrice, printQuantity } from '@cnop/money/text'

import { intervalOf, portfolioHistory } from '#src/domain/history/portfolio-history'
import { returnsOf, type Returns } from '#src/domain/history/returns'
import {
  assetValueOf,
  marketValueOf,
  totalValueOf,
  type ValuedAsset,
  type ValuePoint,
} from '#src/domain/history/value-point'
import type { HistoryDeps } from '#src/domain/history/values'

export const historyRoutes = (app: App, deps: HistoryDeps): void => {
  app.route({
    ...getPortfolioHistory,
    handler: async (request, reply) => {
      const { range = '1m', explain = false, ...period } = request.query
      const within = isWithin(periodOf(period))
      const history = await portfolioHistory(deps, callerOf(request).username, range)
      const points = history.points.filter(within)
      const startsAtZero = history.startsAtZero && points[0] === history.points[0]
      if (explain && points.length > MAX_EXPLAINED) throw tooManyToExplain(points.length)
      return reply.send({
        success: true,
        data: {
          range,
          interval: intervalOf(range),
          is_complete: history.isComplete,
          starts_at_zero: startsAtZero,
          returns: returnsAnswer(returnsOf({ points, startsAtZero })),
          points: points.map((point, index) => ({
            ...pointAnswer(point),
            growth: index === 0 && !startsAtZero ? null : growthAnswer(point),
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

const pointAnswer = (point: ValuePoint): Omit<PointAnswer, 'growth'> => ({
  time: new Date(point.atMs).toISOString(),
  value: printCash(totalValueOf(point)),
  cash: printCash(point.cash),
  asset_value: printCash(assetValueOf(point)),
  paid_in: printCash(point.paidIn),
  unpriced_assets: point.assets.flatMap(({ assetId, price }) =>
    price === undefined ? [assetId] : [],
  ),
})

const growthAnswer = ({ growth }: ValuePoint): string | null =>
  growth === undefined ? null : printGrowth(growth)

const returnsAnswer = ({ timeWeighted, moneyWeighted, basis }: Returns): ReturnsAnswer => ({
  time_weighted: timeWeighted === undefined ? null : printPercent(timeWeighted),
  money_weighted: moneyWeighted === undefined ? null : printPercent(moneyWeighted),
  basis,
})

const assetAnswer = (asset: ValuedAsset): NonNullable<PointAnswer['assets']>[number] => ({
  asset_id: asset.assetId,
  quantity: printQuantity(asset.quantity),
  price: asset.price === undefined ? null : printPrice(asset.price.price),
  price_source: asset.price?.source ?? null,
  market_value: printCash(marketValueOf(asset)),
})
