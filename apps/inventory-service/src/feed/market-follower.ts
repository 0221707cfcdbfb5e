import { setTimeout as pause } from 'node:timers/promises'

import type { Halts } from '#src/domain/halts'
import type { MarketFeed } from '#src/domain/market-feed'
import type { PollLease } from '#src/feed/poll-lease'
import type { ControlStore } from '#src/store/control'
import type { SharedPrices } from '#src/store/shared-prices'

const INTERVAL_MS = 1_000

type FollowerDeps = {
  readonly control: Pick<ControlStore, 'read'>
  readonly halts: Halts
  /** `undefined`: the prices are simulated here alone, whatever others find out. */
  readonly live: Live | undefined
  readonly log: FollowerLog
}

type Live = { readonly shared: SharedPrices; readonly feed: MarketFeed; readonly lease: PollLease }

type FollowerLog = {
  info(details: object, message: string): void
  warn(details: object, message: string): void
}

/**
 * Once a second looks at what the replicas share: halts, new prices when there are some, and whether the
 * right to poll is to be kept or taken. While the database is away everything stays as it was, and prices grow old.
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
    await this.#deps.live?.lease.release().catch(() => {})
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
    const { control, halts, live } = this.#deps
    const { changes } = halts
    const seen = await control.read()
    halts.replace(seen.halts, changes)
    if (live === undefined) return
    await live.lease.keep(seen.lease)
    if (seen.version !== undefined && seen.version !== this.#version)
      await this.#takeNews(live, seen.version)
  }

  async #takeNews({ shared, feed }: Live, version: string): Promise<void> {
    const news = await shared.read()
    if (news === undefined) return
    if (news.source !== feed.source)
      this.#deps.log.info({ source: news.source }, 'prices have another source')
    feed.take(news)
    this.#version = version
  }
}
