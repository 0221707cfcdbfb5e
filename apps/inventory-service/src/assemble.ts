import { connectDatabase } from '@cnop/common/dynamodb/client'
import { followRevocations } from '@cnop/common/security/follow-revocations'
import { RevokedAccess } from '@cnop/common/security/revoked-access'
import { tokenVerifier } from '@cnop/common/security/token-verifier'

import { buildApp } from '#src/app'
import type { InventoryServiceSettings } from '#src/config'
import { parseCatalogue } from '#src/domain/catalogue'
import { Halts } from '#src/domain/halts'
import { Market } from '#src/domain/market'
import { MarketFeed } from '#src/domain/market-feed'
import { RecordedCandles } from '#src/domain/recorded-candles'
import { SimulatedCandles } from '#src/domain/simulated-candles'
import { playbackOf } from '#src/feed/tape-player'
import { dynamoCandles } from '#src/store/candles'
import { sharedSeed } from '#src/store/seed'

import assets from './data/assets.json' with { type: 'json' }

/** What a process and a function are both made of. How they come by real prices differs. */
export const assemble = async (settings: InventoryServiceSettings) => {
  const now = () => new Date()
  const catalogue = parseCatalogue(assets)
  const database = await connectDatabase(settings)
  const seed = settings.SIMULATION_SEED || (await sharedSeed(database))
  const feed = new MarketFeed(catalogue, seed, await playbackOf(settings))
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
  const following = await followRevocations(database, revoked, {
    longestTokenSeconds: tokens.expiresInSeconds,
    log: app.log,
  })
  return { app, metrics, catalogue, database, feed, halts, market, following }
}
