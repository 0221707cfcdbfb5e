import { serve } from '@cnop/common/http/serve'
import { readSettings } from '@cnop/common/http/settings'

import { buildApp } from '#src/app'
import { inventoryServiceSettings } from '#src/config'
import { parseCatalogue } from '#src/domain/catalogue'
import { Market } from '#src/domain/market'
import { SimulatedCandles } from '#src/domain/simulated-candles'
import { SimulatedMarket } from '#src/domain/simulated-market'
import { refreshEverySecond } from '#src/feed/refresh-market'

import assets from './data/assets.json' with { type: 'json' }

await serve(async () => {
  const settings = readSettings(inventoryServiceSettings, process.env)
  const catalogue = parseCatalogue(assets)
  const feed = new SimulatedMarket(catalogue, settings.SIMULATION_SEED)
  const market = new Market({ catalogue, feed, now: () => new Date() })
  const app = await buildApp({
    market,
    history: new SimulatedCandles(feed),
    logLevel: settings.LOG_LEVEL,
  })
  const refreshing = refreshEverySecond({ market, log: app.log })
  return {
    app,
    host: settings.HOST,
    port: settings.INVENTORY_SERVICE_PORT,
    close: async () => refreshing.stop(),
  }
})
