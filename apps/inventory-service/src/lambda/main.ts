/**
 * inventory-service as a Lambda function. As a request comes it takes over what the replicas share, halts and
 * the prices of the real market, and works out those of the moment; it does not ask the real market itself.
 */
import { connectDatabase } from '@cnop/common/dynamodb/client'
import { lambdaHandlerOf } from '@cnop/common/http/lambda'
import { readSettings } from '@cnop/common/http/settings'
import { followRevocations } from '@cnop/common/security/follow-revocations'
import { RevokedAccess } from '@cnop/common/security/revoked-access'
import { checkTokenSettings } from '@cnop/common/security/token-settings'
import { tokenVerifier } from '@cnop/common/security/token-verifier'

import { buildApp } from '#src/app'
import { inventoryServiceSettings } from '#src/config'
import { parseCatalogue } from '#src/domain/catalogue'
import { Halts } from '#src/domain/halts'
import { Market } from '#src/domain/market'
import { MarketFeed } from '#src/domain/market-feed'
import { SimulatedCandles } from '#src/domain/simulated-candles'
import { dynamoControl } from '#src/store/control'
import { dynamoSharedPrices } from '#src/store/shared-prices'

import assets from '../data/assets.json' with { type: 'json' }

const settings = readSettings(inventoryServiceSettings, process.env, checkTokenSettings)
const now = () => new Date()
const catalogue = parseCatalogue(assets)
const database = await connectDatabase(settings)
const feed = new MarketFeed(catalogue, settings.SIMULATION_SEED)
const halts = new Halts()
const market = new Market({ catalogue, feed, halts, now })
const tokens = tokenVerifier(settings)
const revoked = new RevokedAccess(now)
const { app } = await buildApp({
  market,
  halts,
  history: new SimulatedCandles(feed),
  database,
  tokens,
  revoked,
  logLevel: settings.LOG_LEVEL,
})
const following = await followRevocations(database, revoked, {
  longestTokenSeconds: tokens.expiresInSeconds,
  log: app.log,
})
const control = dynamoControl(database)
const shared = dynamoSharedPrices(database)
let version: string | undefined

const takeOver = async (): Promise<void> => {
  try {
    const seen = await control.read()
    halts.replace(seen.halts)
    if (seen.version === version || settings.PRICE_SOURCE === 'simulated') return
    const news = await shared.read()
    if (news !== undefined) feed.take(news)
    version = seen.version
  } catch (error) {
    app.log.warn({ err: error }, 'what the replicas share cannot be read')
  }
}

export const handler = lambdaHandlerOf(app, async () => {
  await Promise.all([following.catchUp(), takeOver()])
  market.refresh()
})
