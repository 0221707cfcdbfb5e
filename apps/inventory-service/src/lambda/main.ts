/** inventory-service as a Lambda function: prices of the moment are computed as they are asked for. */
import { lambdaHandlerOf } from '@cnop/common/http/lambda'
import { readSettings } from '@cnop/common/http/settings'

import { buildApp } from '#src/app'
import { inventoryServiceSettings } from '#src/config'
import { parseCatalogue } from '#src/domain/catalogue'
import { Market } from '#src/domain/market'
import { SimulatedCandles } from '#src/domain/simulated-candles'
import { SimulatedMarket } from '#src/domain/simulated-market'

import assets from '../data/assets.json' with { type: 'json' }

const settings = readSettings(inventoryServiceSettings, process.env)
const catalogue = parseCatalogue(assets)
const feed = new SimulatedMarket(catalogue, settings.SIMULATION_SEED)
const market = new Market({ catalogue, feed, now: () => new Date() })
const app = await buildApp({
  market,
  history: new SimulatedCandles(feed),
  logLevel: settings.LOG_LEVEL,
})

export const handler = lambdaHandlerOf(app, async () => market.refresh())
