import type { Database } from '@cnop/common/dynamodb/client'
import type { App } from '@cnop/common/http/create-app'
import { RevokedAccess } from '@cnop/common/security/revoked-access'
import { testTokens } from '@cnop/common/testing/test-tokens'
import { Asset } from '@cnop/contracts/inventory'

import { buildApp } from '#src/app'
import { parseCatalogue } from '#src/domain/catalogue'
import { Halts } from '#src/domain/halts'
import { Market } from '#src/domain/market'
import { MarketFeed } from '#src/domain/market-feed'
import { RecordedCandles } from '#src/domain/recorded-candles'
import { SimulatedCandles } from '#src/domain/simulated-candles'
import { refreshEverySecond } from '#src/feed/refresh-market'
import { joinSharedMarket } from '#src/feed/shared-market'
import { dynamoCandles } from '#src/store/candles'

import entries from '../src/data/assets.json' with { type: 'json' }

/** A poll every 300 ms: more calls than any plan has. */
export const HURRIED = 10_000_000

type ReplicaOptions = {
  readonly database: Database
  /** Without it the market is simulated. */
  readonly coinGeckoUrl?: string
  readonly monthlyCalls?: number
  readonly apiKey?: string
  readonly plan?: 'demo' | 'pro'
}

/** A replica of the service as it runs, on the real clock. */
export type Replica = {
  readonly app: App
  readonly asset: (assetId: string) => Promise<Asset>
  readonly metric: (name: string) => Promise<number>
  readonly stop: () => Promise<void>
}

export const startReplica = async (options: ReplicaOptions): Promise<Replica> => {
  const { database } = options
  const catalogue = parseCatalogue(entries)
  const feed = new MarketFeed(catalogue, 'test')
  const halts = new Halts()
  const market = new Market({ catalogue, feed, halts, now: () => new Date() })
  const { app, metrics } = await buildApp({
    market,
    halts,
    history: new RecordedCandles({
      feed,
      store: dynamoCandles(database),
      simulated: new SimulatedCandles(feed),
    }),
    database,
    tokens: testTokens(),
    revoked: new RevokedAccess(() => new Date()),
    logLevel: 'silent',
  })
  const shared = joinSharedMarket({
    catalogue,
    feed,
    halts,
    database,
    metrics,
    coinGecko:
      options.coinGeckoUrl === undefined
        ? undefined
        : {
            baseUrl: options.coinGeckoUrl,
            apiKey: options.apiKey ?? '',
            plan: options.plan ?? 'demo',
            monthlyCalls: options.monthlyCalls ?? HURRIED,
          },
    log: app.log,
  })
  await shared.settled()
  market.begin()
  const refreshing = refreshEverySecond({ market, log: app.log })
  return {
    app,
    asset: async (assetId) =>
      Asset.parse((await app.inject(`/inventory/assets/${assetId}`)).json()),
    metric: async (name) => {
      const { body } = await app.inject('/metrics')
      const escaped = name.replace(/[{}]/g, String.raw`\$&`)
      const pattern = name.includes('{')
        ? escaped.replace(String.raw`\}`, String.raw`[^}]*\}`)
        : `${escaped}\\{[^}]*\\}`
      return Number(new RegExp(`^${pattern} (\\S+)$`, 'm').exec(body)?.[1])
    },
    stop: async () => {
      refreshing.stop()
      await shared.stop()
      await app.close()
    },
  }
}
