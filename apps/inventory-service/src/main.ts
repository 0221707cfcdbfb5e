import { connectDatabase } from '@cnop/common/dynamodb/client'
import { serve } from '@cnop/common/http/serve'
import { readSettings } from '@cnop/common/http/settings'
import { followRevocations } from '@cnop/common/security/follow-revocations'
import { RevokedAccess } from '@cnop/common/security/revoked-access'
import { checkTokenSettings } from '@cnop/common/security/token-settings'
import { tokenVerifier } from '@cnop/common/security/token-verifier'

import { buildApp } from '#src/app'
import { coinGeckoAccess, inventoryServiceSettings } from '#src/config'
import { parseCatalogue } from '#src/domain/catalogue'
import { Halts } from '#src/domain/halts'
import { Market } from '#src/domain/market'
import { MarketFeed } from '#src/domain/market-feed'
import { RecordedCandles } from '#src/domain/recorded-candles'
import { SimulatedCandles } from '#src/domain/simulated-candles'
import { refreshEverySecond } from '#src/feed/refresh-market'
import { joinSharedMarket } from '#src/feed/shared-market'
import { dynamoCandles } from '#src/store/candles'

import assets from './data/assets.json' with { type: 'json' }

await serve(async () => {
  const settings = readSettings(inventoryServiceSettings, process.env, checkTokenSettings)
  const now = () => new Date()
  const catalogue = parseCatalogue(assets)
  const database = await connectDatabase(settings)
  const feed = new MarketFeed(catalogue, settings.SIMULATION_SEED)
  const halts = new Halts()
  const market = new Market({ catalogue, feed, halts, now })
  const tokens = tokenVerifier(settings)
  const revoked = new RevokedAccess(now)
  const { app, metrics } = await buildApp({
    market,
    halts,
    history: new RecordedCandles({
      feed,
      store: dynamoCandles(database),
      simulated: new SimulatedCandles(feed),
    }),
    database,
    tokens,
    revoked,
    logLevel: settings.LOG_LEVEL,
  })
  const { log } = app
  const shared = joinSharedMarket({
    catalogue,
    feed,
    halts,
    database,
    metrics,
    coinGecko: coinGeckoAccess(settings),
    log,
  })
  await shared.settled()
  market.begin()
  const refreshing = refreshEverySecond({ market, log })
  const following = await followRevocations(database, revoked, {
    longestTokenSeconds: tokens.expiresInSeconds,
    log,
  })
  return {
    app,
    host: settings.HOST,
    port: settings.INVENTORY_SERVICE_PORT,
    close: async () => {
      refreshing.stop()
      await following.stop()
      await shared.stop()
      database.close()
    },
  }
})
