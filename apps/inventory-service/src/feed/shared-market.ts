import { setTimeout as pause } from 'node:timers/promises'

import type { Database } from '@cnop/common/dynamodb/client'
import type { Registry } from 'prom-client'

import type { CatalogueAsset } from '#src/domain/catalogue'
import type { Halts } from '#src/domain/halts'
import type { MarketFeed } from '#src/domain/market-feed'
import { CallBudgetKeeper } from '#src/feed/call-budget-keeper'
import { CandleBackfill } from '#src/feed/candle-backfill'
import { CandleRecorder } from '#src/feed/candle-recorder'
import { CoinGeckoPoller } from '#src/feed/coingecko-poller'
import { CoinGecko, type CoinGeckoPlan } from '#src/feed/coingecko/client'
import { MarketFollower } from '#src/feed/market-follower'
import { NewsPublisher } from '#src/feed/news-publisher'
import { PollLease } from '#src/feed/poll-lease'
import { measureCalls, pollMetrics } from '#src/feed/poll-metrics'
import { dynamoBackfilled } from '#src/store/backfilled'
import { dynamoCallCounts } from '#src/store/call-counts'
import { dynamoCandles } from '#src/store/candles'
import { dynamoControl } from '#src/store/control'
import { dynamoSharedPrices } from '#src/store/shared-prices'

/** When there are no real prices within this time, the simulated market begins. */
const PATIENCE_MS = 2_000
const LOOK_EVERY_MS = 20

type CoinGeckoAccess = {
  readonly baseUrl: string
  readonly apiKey: string
  readonly plan: CoinGeckoPlan
  readonly monthlyCalls: number
}

type SharedMarketOptions = {
  readonly catalogue: readonly CatalogueAsset[]
  readonly feed: MarketFeed
  readonly halts: Halts
  readonly database: Database
  readonly metrics: Registry
  /** `undefined`: the real market is not asked for anything. */
  readonly coinGecko: CoinGeckoAccess | undefined
  readonly log: {
    info(details: object, message: string): void
    warn(details: object, message: string): void
  }
}

type SharedMarket = {
  /** Resolves when it is known whether there are real prices, or after a moment. */
  readonly settled: () => Promise<void>
  readonly stop: () => Promise<void>
}

/**
 * What the replicas know together, through the database: halts, and the prices of the real market, which
 * one of them asks for.
 */
export const joinSharedMarket = (options: SharedMarketOptions): SharedMarket => {
  const { feed, halts, database, coinGecko, log } = options
  const control = dynamoControl(database)
  const shared = dynamoSharedPrices(database)
  const lease = new PollLease(control)
  const live = coinGecko === undefined ? undefined : { shared, feed, lease }
  const follower = new MarketFollower({ control, halts, live, log })
  const poller = coinGecko === undefined ? undefined : startPoller(options, coinGecko, lease)
  const isSettled = () =>
    poller?.hasTried === true || (follower.hasLooked && !(live !== undefined && lease.isHeld))
  return {
    settled: async () => {
      const deadlineMs = Date.now() + PATIENCE_MS
      while (!isSettled() && Date.now() < deadlineMs) await pause(LOOK_EVERY_MS)
    },
    stop: async () => {
      await poller?.stop()
      await follower.stop()
    },
  }
}

const startPoller = (
  { catalogue, feed, database, metrics: registry, log }: SharedMarketOptions,
  { monthlyCalls, ...access }: CoinGeckoAccess,
  lease: PollLease,
): CoinGeckoPoller => {
  const metrics = pollMetrics(registry)
  const budget = new CallBudgetKeeper(monthlyCalls, dynamoCallCounts(database))
  measureCalls(registry, monthlyCalls, () =>
    lease.isHeld ? budget.used : (feed.news?.callsUsed ?? 0),
  )
  const coinGecko = new CoinGecko({ ...access, onCall: budget.count })
  const store = dynamoCandles(database)
  const backfilled = dynamoBackfilled(database)
  return new CoinGeckoPoller({
    catalogue,
    coinGecko,
    budget,
    recorder: new CandleRecorder(store),
    backfill: new CandleBackfill({ catalogue, coinGecko, store, backfilled }),
    publisher: new NewsPublisher({
      budget,
      feed,
      control: dynamoControl(database),
      shared: dynamoSharedPrices(database),
    }),
    feed,
    lease,
    metrics,
    log,
  })
}
