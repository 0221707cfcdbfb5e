import { setTimeout as pause } from 'node:timers/promises'

import type { CatalogueAsset } from '#src/domain/catalogue'
import { newestMs, type LiveFigures } from '#src/domain/live-figures'
import type { MarketFeed } from '#src/domain/market-feed'
import { isOutOfReach, retryInMs, type PollFailure } from '#src/domain/poll-schedule'
import { PriceGuard } from '#src/domain/price-guard'
import { takePoll } from '#src/domain/take-poll'
import type { CallBudgetKeeper } from '#src/feed/call-budget-keeper'
import { BACKFILL_CALLS, type CandleBackfill } from '#src/feed/candle-backfill'
import type { CandleRecorder } from '#src/feed/candle-recorder'
import { CoinGeckoError, type CoinGecko } from '#src/feed/coingecko/client'
import type { MarketRow } from '#src/feed/coingecko/markets-answer'
import type { NewsPublisher } from '#src/feed/news-publisher'
import type { PollLease } from '#src/feed/poll-lease'
import type { PollMetrics } from '#src/feed/poll-metrics'

const LOOK_EVERY_MS = 100
/** When not one of its prices is younger than this, CoinGecko itself does not refresh them. */
const MOST_BEHIND_MS = 15 * 60_000
/** When the database does not answer. */
const RETRY_AFTER_MS = 1_000

type PollerDeps = {
  readonly catalogue: readonly CatalogueAsset[]
  readonly coinGecko: CoinGecko
  readonly budget: CallBudgetKeeper
  readonly publisher: NewsPublisher
  readonly feed: MarketFeed
  readonly lease: PollLease
  readonly recorder: CandleRecorder
  readonly backfill: CandleBackfill
  readonly metrics: PollMetrics
  readonly log: { warn(details: object, message: string): void }
}

/**
 * Asks CoinGecko for all prices at the pace the call budget sets, while this replica holds the lease, and
 * publishes what it learns: new prices, or that the simulated market takes over.
 */
export class CoinGeckoPoller {
  readonly #deps: PollerDeps
  readonly #stopped = new AbortController()
  readonly #guard = new PriceGuard()
  readonly #running: Promise<void>
  #failures = 0
  #dueMs = 0
  #held = false
  #tried = false
  #ambiguous: ReadonlySet<string> = new Set()

  constructor(deps: PollerDeps) {
    this.#deps = deps
    this.#running = this.#run()
  }

  /** Whether a poll has ended, one way or the other. */
  get hasTried(): boolean {
    return this.#tried
  }

  async stop(): Promise<void> {
    this.#stopped.abort()
    await this.#running
    await this.#deps.recorder.flush().catch(() => {})
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopped
    while (!signal.aborted) {
      const waitMs = await this.#stepSafely()
      await pause(waitMs, undefined, { signal }).catch(() => {})
    }
  }

  async #stepSafely(): Promise<number> {
    try {
      await this.#step()
      return LOOK_EVERY_MS
    } catch (error) {
      if (!this.#stopped.signal.aborted)
        this.#deps.log.warn({ err: error }, 'prices could not be shared')
      return RETRY_AFTER_MS
    }
  }

  async #step(): Promise<void> {
    if (!this.#deps.lease.isHeld) {
      this.#held = false
      return
    }
    if (!this.#held) await this.#begin()
    await this.#deps.publisher.retry()
    if (Date.now() >= this.#dueMs) await this.#poll()
    await this.#giveUpOldPrices()
  }

  /** The last holder may have polled a moment ago, and its calls count. */
  async #begin(): Promise<void> {
    const { budget, publisher } = this.#deps
    await budget.look()
    const news = await publisher.takeOver()
    this.#failures = 0
    this.#dueMs = news?.source === 'coingecko' ? newestMs(news.figures) + budget.paceMs : 0
    this.#held = true
  }

  async #poll(): Promise<void> {
    const { catalogue, coinGecko, budget, metrics, log } = this.#deps
    if (budget.left === 0) {
      metrics.polls.inc({ outcome: 'no_calls_left' })
      this.#dueMs = Date.now() + budget.paceMs
      return
    }
    try {
      const ids = catalogue.map(({ coingeckoId }) => coingeckoId)
      const rows = await coinGecko.markets(ids, this.#stopped.signal)
      this.#dueMs = Date.now() + budget.paceMs
      await this.#publishLive(rows)
      this.#failures = 0
      metrics.polls.inc({ outcome: 'success' })
      await this.#keepPast()
    } catch (error) {
      if (!(error instanceof CoinGeckoError) || this.#stopped.signal.aborted) throw error
      this.#failures += 1
      metrics.polls.inc({ outcome: error.kind })
      const failure = this.#failure(error)
      this.#dueMs = Date.now() + retryInMs(failure, budget.paceMs)
      log.warn({ err: error, ...failure }, 'no prices from CoinGecko')
      await this.#publishSimulatedIf(failure)
    } finally {
      this.#tried = true
    }
  }

  /** A failure to record the past must not hold up prices; it is tried again with a later poll. */
  async #keepPast(): Promise<void> {
    const { recorder, backfill, budget, feed, log } = this.#deps
    try {
      await recorder.record(feed.news?.figures ?? new Map(), Date.now())
      if (budget.spare >= BACKFILL_CALLS) await backfill.next(this.#stopped.signal)
    } catch (error) {
      if (!this.#stopped.signal.aborted) log.warn({ err: error }, 'the past of prices has a gap')
    }
  }

  #failure({ kind, retryAfterMs }: CoinGeckoError): PollFailure {
    return { failures: this.#failures, kind, retryAfterMs }
  }

  async #publishLive(observations: readonly MarketRow[]): Promise<void> {
    const { catalogue, feed, metrics, publisher } = this.#deps
    const previous = feed.news?.figures ?? new Map<string, LiveFigures>()
    const poll = { catalogue, observations, previous, guard: this.#guard, now: new Date() }
    const { figures, taken, ambiguous } = takePoll(poll)
    this.#noteAmbiguous(ambiguous)
    metrics.refused.set(catalogue.length - taken)
    metrics.held.set(this.#guard.heldCount)
    assertUsable(taken, figures)
    await publisher.publish('coingecko', figures)
  }

  /** Logged when it begins, not with every poll. */
  #noteAmbiguous(coinIds: readonly string[]): void {
    const begun = coinIds.filter((coinId) => !this.#ambiguous.has(coinId))
    if (begun.length > 0)
      this.#deps.log.warn({ coins: begun }, 'CoinGecko has two rows for a coin: neither is used')
    this.#ambiguous = new Set(coinIds)
    this.#deps.metrics.ambiguous.set(coinIds.length)
  }

  async #publishSimulatedIf(failure: Pick<PollFailure, 'failures' | 'kind'>): Promise<void> {
    const { feed, publisher } = this.#deps
    if (feed.source === 'simulated') return
    if (isOutOfReach(failure, this.#ageMs(), feed.refreshMs))
      await publisher.publish('simulated', feed.news?.figures ?? new Map())
  }

  /** The next poll may be an hour away (a limit, or no calls left) while prices get too old to trade at. */
  async #giveUpOldPrices(): Promise<void> {
    await this.#publishSimulatedIf({ failures: 0, kind: 'limited' })
  }

  #ageMs(): number | undefined {
    const figures = this.#deps.feed.news?.figures
    return figures === undefined || figures.size === 0 ? undefined : Date.now() - newestMs(figures)
  }
}

/** @throws {CoinGeckoError} An answer without one current price is as bad as none. */
const assertUsable = (taken: number, figures: ReadonlyMap<string, LiveFigures>): void => {
  if (taken === 0) throw new CoinGeckoError('garbage', 'answered without one good price')
  if (Date.now() - newestMs(figures) > MOST_BEHIND_MS)
    throw new CoinGeckoError('garbage', 'answered with prices of long ago')
}
