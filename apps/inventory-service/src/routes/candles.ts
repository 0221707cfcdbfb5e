import type { App } from '@cnop/common/http/create-app'
import { MOST_CLOSES, listCandles, listCloses } from '@cnop/contracts/candles'
import { AppError } from '@cnop/contracts/errors'

import type { CandleHistory } from '#src/domain/candle'
import { candleRange } from '#src/domain/candle-range'
import type { Market } from '#src/domain/market'
import { candleAnswer, closeAnswer } from '#src/routes/candle-answer'

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
      assertFewEnough(wanted.length * range.starts.length)
      const assets = wanted.map(async (asset) => ({
        asset_id: asset.assetId,
        closes: (await history.closes(asset, range)).map((close) => closeAnswer(close, range)),
      }))
      return { interval, assets: await Promise.all(assets) }
    },
  })
}

/** @throws {AppError} VALIDATION_FAILED */
const assertFewEnough = (closes: number): void => {
  if (closes > MOST_CLOSES)
    throw new AppError('VALIDATION_FAILED', 'Some fields are not valid.', {
      fieldErrors: [
        {
          field: 'asset_ids',
          message: `${closes} closes are asked for and an answer holds ${MOST_CLOSES}: ask for fewer assets or a shorter time`,
        },
      ],
    })
}
