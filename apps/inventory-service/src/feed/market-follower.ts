import { setTimeout as pause } from 'node:timers/promises'

import type { MarketFeed } from '#src/domain/market-feed'
import type { PollLease } from '#src/feed/poll-lease'
import type { ControlStore } from '#src/store/control'
import type { SharedPrices } from '#src/store/shared-prices'

const INTERVAL_MS = 1_000

type FollowerDeps = {
  readonly control: ControlStore
  readonly shared: SharedPrices
  readonly feed: MarketFeed
  readonly lease: PollLease
  readonly log: FollowerLog
}

type FollowerLog = {
  info(details: object, message: string): void
  warn(details: object, message: string): void
}

/**
 * Once a second looks at what the replicas share: takes new prices when there are some, and keeps or takes
 * the right to poll. While the database is away everything stays as it was, and prices grow old.
 */
export class MarketFollower {
  readonly #deps: FollowerDeps
  readonly #stopped = new AbortController()
  readonly #running: Promise<void>
  #version: string | undefined
  #failing = false
  #looked = false

  constructor(deps: FollowerDeps) {
    this.#deps = deps
    this.#running = this.#run()
  }

  /** Whether what the others know is known here. */
  get hasLooked(): boolean {
    return this.#looked
  }

  async stop(): Promise<void> {
    this.#stopped.abort()
    await this.#running
    await this.#deps.lease.release().catch(() => {})
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopped
    while (!signal.aborted) {
      await this.#lookSafely()
      await pause(INTERVAL_MS, undefined, { signal }).catch(() => {})
    }
  }

  async #lookSafely(): Promise<void> {
    const { log } = this.#deps
    try {
      await this.#look()
      this.#looked = true
      if (this.#failing) log.info({}, 'what the replicas share can be read again')
      this.#failing = false
    } catch (error) {
      if (!this.#failing) log.warn({ err: error }, 'what the replicas share cannot be read')
      this.#failing = true
    }
  }

  async #look(): Promise<void> {
    const { control, shared, feed, lease, log } = this.#deps
    const { lease: seen, version } = await control.read()
    await lease.keep(seen)
    if (version === undefined || version === this.#version) return
    const news = await shared.read()
    if (news === undefined) return
    if (news.source !== feed.source) log.info({ source: news.source }, 'prices have another source')
    feed.take(news)
    this.#version = version
  }
}
