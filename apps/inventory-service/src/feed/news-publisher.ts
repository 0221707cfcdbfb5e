import { randomUUID } from 'node:crypto'

import type { MarketFeed, MarketNews } from '#src/domain/market-feed'
import type { CallBudgetKeeper } from '#src/feed/call-budget-keeper'
import type { ControlStore } from '#src/store/control'
import type { SharedPrices } from '#src/store/shared-prices'

type PublisherDeps = {
  readonly budget: CallBudgetKeeper
  readonly control: ControlStore
  readonly shared: SharedPrices
  readonly feed: MarketFeed
}

/** Tells all replicas, the own one included, what the polling replica learns. */
export class NewsPublisher {
  readonly #deps: PublisherDeps
  /** What could not be shared yet. No replica, this one included, shows it before all can. */
  #unshared: MarketNews | undefined

  constructor(deps: PublisherDeps) {
    this.#deps = deps
  }

  /** Goes on from what the last holder of the lease told. @returns it, if there is any. */
  async takeOver(): Promise<MarketNews | undefined> {
    const news = await this.#deps.shared.read()
    if (news !== undefined) this.#deps.feed.take(news)
    this.#unshared = undefined
    return news
  }

  /** @throws when the database does not answer; `retry` then does the same again. */
  async publish(source: MarketNews['source'], figures: MarketNews['figures']): Promise<void> {
    const { budget, feed } = this.#deps
    const last = feed.news
    this.#unshared = {
      source,
      sinceMs: last?.source === source ? last.sinceMs : Math.floor(Date.now() / 1_000) * 1_000,
      refreshMs: budget.paceMs,
      figures,
      callsUsed: budget.used,
    }
    await this.retry()
  }

  /** Shares what could not be shared before, if there is any. @throws when the database does not answer. */
  async retry(): Promise<void> {
    const { feed, shared, control } = this.#deps
    const news = this.#unshared
    if (news === undefined) return
    await shared.publish(news)
    await control.announce(randomUUID())
    feed.take(news)
    this.#unshared = undefined
  }
}
