import type { Database } from '@cnop/common/dynamodb/client'
import { testDatabase } from '@cnop/common/testing/test-database'
import { afterEach, beforeEach, expect, vi } from 'vitest'

import { startFakeCoinGecko, type FakeCoinGecko } from './fake-coingecko.ts'
import { startReplica, type Replica } from './replica.ts'

export const WAIT = { timeout: 15_000, interval: 50 }

type Options = Partial<Parameters<typeof startReplica>[0]>

type RealMarket = {
  coinGecko: FakeCoinGecko
  database: Database
  /** Those that are stopped when the test ends. */
  readonly replicas: Replica[]
  readonly start: (options?: Options) => Promise<Replica>
}

/** For every test of a file a CoinGecko and tables of its own, and replicas that look at both. */
export const eachWithRealMarket = (): RealMarket => {
  const replicas: Replica[] = []
  let coinGecko: FakeCoinGecko
  let database: Database
  beforeEach(async () => {
    coinGecko = await startFakeCoinGecko()
    database = await testDatabase()
  })
  afterEach(async () => {
    for (const replica of replicas.splice(0)) await replica.stop()
    await coinGecko.close()
    database.close()
  })
  return {
    get coinGecko() {
      return coinGecko
    },
    set coinGecko(other) {
      coinGecko = other
    },
    get database() {
      return database
    },
    replicas,
    start: async (options = {}) => {
      const replica = await startReplica({ database, coinGeckoUrl: coinGecko.url, ...options })
      replicas.push(replica)
      return replica
    },
  }
}

export const shows = (replica: Replica, assetId: string, expected: object): Promise<void> =>
  vi.waitFor(async () => expect(await replica.asset(assetId)).toMatchObject(expected), WAIT)
