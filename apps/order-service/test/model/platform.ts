import { connectDatabase, type Database } from '@cnop/common/dynamodb/client'
import { dynamoDbSettings } from '@cnop/common/dynamodb/config'
import { readSettings } from '@cnop/common/http/settings'
import type { Ledger } from '@cnop/common/ledger/ledger'
import { startFaultProxy, type Fault, type FaultProxy } from '@cnop/common/testing/fault-proxy'
import { testLedger } from '@cnop/common/testing/test-ledger'
import { TEST_TOKEN_SETTINGS } from '@cnop/common/testing/test-tokens'
import { price, quantity } from '@cnop/money/scaled'

import type { Market } from '#src/domain/place-order'
import { PriceBook } from '#src/domain/price-book'
import { QuoteBook } from '#src/domain/quotes'

import { stepOf } from './ledger-model.ts'
import type { Crash } from './programs.ts'

/** What a process that is gone would never have said. */
export class Crashed extends Error {}

/**
 * Two replicas on one real database, behind a proxy that makes faults: one that stays, and one that can be
 * ended at any of its requests and takes everything it had under way with it.
 */
export type Platform = {
  readonly staying: Market
  readonly mortal: Market
  readonly proxy: FaultProxy
  readonly nowMs: () => number
  readonly pass: (ms: number) => void
  readonly setPrices: (prices: ReadonlyMap<string, bigint>) => void
  /** The faults in this order for the next writes, then none. */
  readonly nextWrites: (faults: readonly Fault[]) => void
  /** A fresh process in place of the mortal one, which ends as told. */
  readonly restartMortal: (crash: Crash | undefined) => void
  readonly close: () => Promise<void>
}

export const startPlatform = async (engine: string): Promise<Platform> => {
  let nowMs = Date.now()
  const now = () => new Date(nowMs)
  const proxy = await startFaultProxy(engine)
  const staying: Ledger = { database: (await testLedger(proxy.url)).database, now }
  const mortal = await mortalDatabase(proxy.url, staying.database.tableName(''))
  const prices = new PriceBook({ maxAgeSeconds: 60, now })
  const quotes = new QuoteBook(TEST_TOKEN_SETTINGS.JWT_SECRET_KEY, now, 5)
  return {
    staying: { ledger: staying, prices, quotes },
    mortal: { ledger: { database: mortal.database, now }, prices, quotes },
    proxy,
    nowMs: () => nowMs,
    pass: (ms) => {
      nowMs += ms
    },
    setPrices: (current) =>
      prices.replace(
        [...current].map(([assetId, units]) => ({
          assetId,
          price: price(units),
          source: 'simulated' as const,
          observedAt: now().toISOString(),
          isActive: true,
          step: quantity(stepOf(assetId)),
        })),
      ),
    nextWrites: (faults) => {
      const queue = [...faults]
      proxy.plan((operation) =>
        operation === 'TransactWriteItems' ? (queue.shift() ?? 'none') : 'none',
      )
    },
    restartMortal: mortal.restart,
    close: async () => {
      staying.database.close()
      mortal.database.close()
      await proxy.close()
    },
  }
}

const mortalDatabase = async (endpoint: string, prefix: string) => {
  const database: Database = await connectDatabase(
    readSettings(dynamoDbSettings, {
      DYNAMODB_ENDPOINT: endpoint,
      DYNAMODB_TABLE_PREFIX: prefix,
    }),
  )
  let requests = 0
  let plan: Crash | undefined
  database.documents.middlewareStack.add(
    (next) => async (args) => {
      requests += 1
      if (plan === undefined || requests < plan.atRequest) return await next(args)
      if (requests === plan.atRequest && plan.tookEffect) await next(args)
      throw new Crashed()
    },
    { step: 'initialize', name: 'crash' },
  )
  return {
    database,
    restart: (crash: Crash | undefined) => {
      requests = 0
      plan = crash
    },
  }
}
