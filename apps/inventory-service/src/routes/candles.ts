import type { App } from '@cnop/common/http/create-app'
import {
  MAX_PAST_PRICES,
  MOST_CLOSES,
  listCandles,
  listCloses,
  listPastPrices,
  type PastPrices,
} from '@cnop/contracts/candles'
import { AppError } from '@cnop/contracts/errors'

import type { CandleHistory } from '#src/domain/candle'
import { candleRange } from '#src/domain/candle-range'
import type { Market } from '#src/domain/market'
import { candleAnswer, closeAnswer, pastPriceAnswer } from '#src/routes/candle-answer'

type CandleDeps = {
  readonly market: Market
  readonly history: CandleHistory
}

export const candleRoutes = (app: App, { market, history }: CandleDeps): void => {
  app.route({
    ...listCandles,
    handler: async (request, reply) => {
      const { interval, from, to } = request.query
      const { asset } = market.listed(request.params.id)
      const range = candleRange({ interval, from, to }, market.snapshot.atMs)
      const candles = await history.candles(asset, range)
      return reply.header('cache-control', 'public, max-age=1').send({
        asset_id: asset.assetId,
        interval,
        candles: candles.map(candleAnswer),
      })
    },
  })

  app.route({
    ...listCloses,
    handler: async (request) => {
      const { asset_ids: ids, interval, from, to } = request.query
      const { byId } = market.snapshot
      const range = candleRange({ interval, from, to }, market.snapshot.atMs)
      const wanted = [...new Set(ids)].flatMap((id) => byId.get(id)?.asset ?? [])
      assertAtMost(MOST_CLOSES, wanted.length * range.starts.length, 'closes')
      const assets = wanted.map(async (asset) => ({
        asset_id: asset.assetId,
        closes: (await history.closes(asset, range)).map((close) => closeAnswer(close, range)),
      }))
      return { interval, assets: await Promise.all(assets) }
    },
  })

  app.route({
    ...listPastPrices,
    handler: async (request) => {
      const { byId, atMs: nowMs } = market.snapshot
      const wanted = [...new Set(request.query.asset_ids)].flatMap(
        (id) => byId.get(id)?.asset ?? [],
      )
      const moments = request.query.at.map((at) => Math.min(Date.parse(at), nowMs))
      assertAtMost(MAX_PAST_PRICES, wanted.length * moments.length, 'prices')
      const assets: PastPrices['assets'] = []
      for (const asset of wanted) {
        const prices = moments.map(async (atMs, index) =>
          pastPriceAnswer(request.query.at[index] ?? '', await history.priceAt(asset, atMs, nowMs)),
        )
        assets.push({ asset_id: asset.assetId, prices: await Promise.all(prices) })
      }
      return { assets }
    },
  })
}

/** @throws {AppError} VALIDATION_FAILED */
const assertAtMost = (max: number, count: number, what: string): void => {
  if (count > max)
    throw new AppError('VALIDATION_FAILED', 'Some fields are not valid.', {
      fieldErrors: [
        {
          field: 'asset_ids',
          message: `${count} ${what} are asked for and an answer holds ${max}: ask for fewer assets or a shorter time`,
        },
      ],
    })
}
