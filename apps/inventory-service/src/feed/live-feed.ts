import { setTimeout as pause } from 'node:timers/promises'

import type { Database } from '@cnop/common/dynamodb/client'
import type { Registry } from 'prom-client'

import type { CatalogueAsset } from '#src/domain/catalogue'
import type { MarketFeed } from '#src/domain/market-feed'
import { CallBudgetKeeper } from '#src/feed/call-budget-keeper'
import { CoinGeckoPoller } from '#src/feed/coingecko-poller'
import { CoinGecko, type CoinGeckoPlan } from '#src/feed/coingecko/client'
import { MarketFollower } from '#src/feed/market-follower'
import { PollLease } from '#src/feed/poll-lease'
import { pollMetrics } from '#src/feed/poll-metrics'
import { dynamoCallCounts } from '#src/store/call-counts'
import { dynamoControl } from '#src/store/control'
import { dynamoSharedPrices } from '#src/store/shared-prices'

/** Real prices are here within this, or the simulated market begins. */
const PATIENCE_MS = 2_000
const LOOK_EVERY_MS = 20

type LiveFeedOptions = {
  readonly catalogue: readonly CatalogueAsset[]
  readonly feed: MarketFeed
  readonly database: Database
  readonly metrics: Registry
  readonly coinGecko: {
    readonly baseUrl: string
    readonly apiKey: string
    readonly plan: CoinGeckoPlan
    readonly monthlyCalls: number
  }
  readonly log: {
    info(details: object, message: string): void
    warn(details: object, message: string): void
  }
}

export type LiveFeed = {
  /** Resolves when it is known whether there are real prices, or after a moment. */
  readonly settled: () => Promise<void>
  readonly stop: () => Promise<void>
}

/**
 * Feeds the market with what CoinGecko says: one of the replicas asks, all of them follow what it learns
 * through the database.
 */
export const startLiveFeed = (options: LiveFeedOptions): LiveFeed => {
  const { catalogue, feed, database, log } = options
  const { monthlyCalls, ...access } = options.coinGecko
  const metrics = pollMetrics(options.metrics)
  const control = dynamoControl(database)
  const shared = dynamoSharedPrices(database)
  const lease = new PollLease(control)
  const budget = new CallBudgetKeeper(monthlyCalls, dynamoCallCounts(database), metrics)
  const coinGecko = new CoinGecko({ ...access, onCall: budget.count })
  const follower = new MarketFollower({ control, shared, feed, lease, log })
  const poller = new CoinGeckoPoller({
    catalogue,
    coinGecko,
    budget,
    control,
    shared,
    feed,
    lease,
    metrics,
    log,
  })
  return {
    settled: async () => {
      const deadlineMs = Date.now() + PATIENCE_MS
      const isKnown = () => poller.hasTried || (follower.hasLooked && !lease.isHeld)
      while (!isKnown() && Date.now() < deadlineMs) await pause(LOOK_EVERY_MS)
    },
    stop: async () => {
      await poller.stop()
      await follower.stop()
    },
  }
}
