import { connectDatabase } from '@cnop/common/dynamodb/client'
import { serve } from '@cnop/common/http/serve'
import { readSettings } from '@cnop/common/http/settings'

import { buildApp } from '#src/app'
import { coinGeckoAccess, inventoryServiceSettings } from '#src/config'
import { parseCatalogue } from '#src/domain/catalogue'
import { Market } from '#src/domain/market'
import { MarketFeed } from '#src/domain/market-feed'
import { SimulatedCandles } from '#src/domain/simulated-candles'
import { startLiveFeed } from '#src/feed/live-feed'
import { refreshEverySecond } from '#src/feed/refresh-market'

import assets from './data/assets.json' with { type: 'json' }

await serve(async () => {
  const settings = readSettings(inventoryServiceSettings, process.env)
  const catalogue = parseCatalogue(assets)
  const database = await connectDatabase(settings)
  const feed = new MarketFeed(catalogue, settings.SIMULATION_SEED)
  const market = new Market({ catalogue, feed, now: () => new Date() })
  const { app, metrics } = await buildApp({
    market,
    history: new SimulatedCandles(feed),
    database,
    logLevel: settings.LOG_LEVEL,
  })
  const live =
    settings.PRICE_SOURCE === 'simulated'
      ? undefined
      : startLiveFeed({
          catalogue,
          feed,
          database,
          metrics,
          coinGecko: coinGeckoAccess(settings),
          log: app.log,
        })
  await live?.settled()
  market.begin()
  const refreshing = refreshEverySecond({ market, log: app.log })
  return {
    app,
    host: settings.HOST,
    port: settings.INVENTORY_SERVICE_PORT,
    close: async () => {
      refreshing.stop()
      await live?.stop()
      database.close()
    },
  }
})
