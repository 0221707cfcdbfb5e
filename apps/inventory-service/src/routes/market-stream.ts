import type { App } from '@cnop/common/http/create-app'
import { streamMarket } from '@cnop/contracts/market-stream'
import type { Registry } from 'prom-client'

import type { Market } from '#src/domain/market'
import { PriceHub } from '#src/routes/stream/price-hub'
import { streamMetrics } from '#src/routes/stream/stream-metrics'

type StreamDeps = { readonly market: Market; readonly metrics: Registry }

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  // Compressed or gathered by something in between, events would arrive late.
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
  connection: 'close',
}

export const marketStreamRoutes = (app: App, { market, metrics }: StreamDeps): void => {
  const hub = new PriceHub(market, streamMetrics(metrics))
  // Streams never end by themselves: a process that stops would wait for them.
  app.addHook('preClose', async () => hub.close())

  app.route({
    ...streamMarket,
    exposeHeadRoute: false,
    handler: (request, reply) => {
      const assetIds = wantedIds(market, request.query.assets)
      const lastSequence = sequenceIn(request.headers['last-event-id'])
      hub.assertRoom()
      reply.hijack()
      reply.raw.writeHead(200, { ...HEADERS, 'x-request-id': request.id })
      hub.join(reply.raw, { assetIds, lastSequence })
    },
  })
}

/** In the order of the catalogue, so that the same assets are the same stream. @throws {AppError} ASSET_NOT_FOUND */
const wantedIds = (market: Market, asked: readonly string[] | undefined): readonly string[] => {
  const all = [...market.snapshot.byId.keys()]
  if (asked === undefined) return all
  const wanted = new Set(asked.map((assetId) => market.listed(assetId).asset.assetId))
  return all.filter((assetId) => wanted.has(assetId))
}

/** `undefined` for anything that is not an id of ours: the stream then begins with a snapshot. */
const sequenceIn = (lastEventId: string | undefined): number | undefined =>
  lastEventId !== undefined && /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : undefined
