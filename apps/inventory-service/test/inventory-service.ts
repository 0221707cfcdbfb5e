import type { App } from '@cnop/common/http/create-app'
import { RevokedAccess } from '@cnop/common/security/revoked-access'
import { testDatabase } from '@cnop/common/testing/test-database'
import { testTokens } from '@cnop/common/testing/test-tokens'

import { buildApp } from '#src/app'
import { parseCatalogue } from '#src/domain/catalogue'
import { Halts } from '#src/domain/halts'
import { Market } from '#src/domain/market'
import { SimulatedCandles } from '#src/domain/simulated-candles'
import { SimulatedMarket } from '#src/domain/simulated-market'

import entries from '../src/data/assets.json' with { type: 'json' }

/** The real service with all its assets, and a clock that the test moves. */
export type InventoryService = {
  readonly app: App
  /** Lets time pass with the market following it. */
  readonly advance: (ms: number) => void
  /** Lets time pass while the market stands still. */
  readonly stall: (ms: number) => void
  /** From now on the market follows the clock but no price changes. */
  readonly freeze: () => void
}

export const START = Date.UTC(2026, 0, 15, 12)

export const startInventoryService = async (): Promise<InventoryService> => {
  let nowMs = START
  const catalogue = parseCatalogue(entries)
  const feed = new SimulatedMarket(catalogue, 'test')
  const halts = new Halts()
  const market = new Market({ catalogue, feed, halts, now: () => new Date(nowMs) })
  const database = await testDatabase()
  const history = new SimulatedCandles({ simulated: feed })
  const { app } = await buildApp({
    market,
    halts,
    history,
    database,
    tokens: testTokens(),
    revoked: new RevokedAccess(() => new Date()),
    logLevel: 'silent',
  })
  app.addHook('onClose', async () => database.close())
  return {
    app,
    advance: (ms) => {
      nowMs += ms
      market.refresh()
    },
    stall: (ms) => {
      nowMs += ms
    },
    freeze: () => {
      const frozenMs = nowMs
      const figuresOf = feed.figuresOf.bind(feed)
      feed.figuresOf = (asset) => figuresOf(asset, frozenMs)
    },
  }
}
