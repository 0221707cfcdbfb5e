import type { Writable } from 'node:stream'

import { AppError } from '@cnop/contracts/errors'
import { HEARTBEAT_MS } from '@cnop/contracts/heartbeat'

import type { Market, MarketSnapshot } from '#src/domain/market'
import { PriceChanges, sequenceOf } from '#src/domain/price-changes'
import { heartbeatFrame, pricesFrame, retryFrame } from '#src/routes/stream/price-frames'
import type { StreamMetrics } from '#src/routes/stream/stream-metrics'

/** Streams one process keeps open. */
const MOST_STREAMS = 2_500
/** Some ten seconds of all prices: who has not read these by then never catches up. */
const MOST_UNREAD_BYTES = 256 * 1024
const EARLIEST_RETURN_MS = 500
const LATEST_RETURN_MS = 3_000

/** Streams of the same assets get the same bytes: an event is printed once, however many read it. */
type Group = {
  readonly assetIds: readonly string[]
  readonly readers: Set<Writable>
  lastEventMs: number
}

export type Subscription = {
  /** Assets of the catalogue. */
  readonly assetIds: readonly string[]
  /** The last event the reader has seen, if it comes back. */
  readonly lastSequence: number | undefined
}

/** Tells everyone who listens about every new snapshot of the market. */
export class PriceHub {
  readonly #changes: PriceChanges
  readonly #metrics: StreamMetrics
  readonly #groups = new Map<string, Group>()
  #open = 0
  #closed = false

  constructor(market: Market, metrics: StreamMetrics) {
    this.#changes = new PriceChanges(market.snapshot)
    this.#metrics = metrics
    market.onRefresh((snapshot) => this.#follow(snapshot))
  }

  /** @throws {AppError} SERVICE_UNAVAILABLE: as many streams are open as this process can serve, or it is stopping. */
  assertRoom(): void {
    if (this.#closed || this.#open >= MOST_STREAMS)
      throw new AppError('SERVICE_UNAVAILABLE', 'No further stream can be opened here right now.', {
        retryAfterSeconds: 2,
      })
  }

  /** Writes the first event to `reader`, and all that follow until it leaves. */
  join(reader: Writable, { assetIds, lastSequence }: Subscription): void {
    const group = this.#groupOf(assetIds)
    group.readers.add(reader)
    this.#count(1)
    reader.on('error', () => {})
    reader.once('close', () => {
      group.readers.delete(reader)
      if (group.readers.size === 0) this.#forget(group)
      this.#count(-1)
    })
    // At once, even if there is no event yet: whoever waits learns that the stream is open.
    reader.write(retryFrame(returnAfterMs()))
    const first = this.#firstFrame(assetIds, lastSequence)
    if (first !== undefined) this.#send(group, [reader], first)
  }

  /** Ends every stream. Each reader comes back after a time of its own, and not all in one moment. */
  close(): void {
    this.#closed = true
    for (const { readers } of this.#groups.values()) for (const reader of readers) reader.end()
  }

  #firstFrame(assetIds: readonly string[], lastSequence: number | undefined): Buffer | undefined {
    const snapshot = this.#changes.current
    if (lastSequence !== undefined && this.#changes.remembers(lastSequence)) {
      const missed = this.#changes.missedSince(lastSequence, assetIds)
      return missed.length === 0 ? undefined : pricesFrame('price', snapshot, missed)
    }
    const all = assetIds.flatMap((assetId) => snapshot.byId.get(assetId) ?? [])
    return pricesFrame('snapshot', snapshot, all)
  }

  #follow(next: MarketSnapshot): void {
    const before = this.#changes.current
    this.#changes.follow(next)
    // The clock was put back: sequences must rise, so everyone begins again.
    if (next.atMs < before.atMs) return this.#dropAll()
    for (const group of this.#groups.values()) this.#tell(group, before, next)
  }

  #tell(group: Group, before: MarketSnapshot, next: MarketSnapshot): void {
    const changed = this.#changes.since(sequenceOf(before), group.assetIds)
    const quietMs = next.atMs - group.lastEventMs
    if (changed.length === 0 && quietMs < HEARTBEAT_MS) return
    const event = changed.length > 0 ? pricesFrame('price', next, changed) : heartbeatFrame(next)
    group.lastEventMs = next.atMs
    this.#send(group, group.readers, event)
  }

  #send(group: Group, readers: Iterable<Writable>, event: Buffer): void {
    for (const reader of readers) {
      if (reader.writableLength > MOST_UNREAD_BYTES) {
        group.readers.delete(reader)
        reader.destroy()
        this.#metrics.dropped.inc()
      } else {
        reader.write(event)
        this.#metrics.sent.inc()
      }
    }
  }

  #dropAll(): void {
    for (const { readers } of this.#groups.values()) for (const reader of readers) reader.destroy()
  }

  #groupOf(assetIds: readonly string[]): Group {
    const key = keyOf(assetIds)
    const known = this.#groups.get(key)
    if (known !== undefined) return known
    const group: Group = { assetIds, readers: new Set(), lastEventMs: this.#changes.current.atMs }
    this.#groups.set(key, group)
    return group
  }

  #forget(group: Group): void {
    const key = keyOf(group.assetIds)
    if (this.#groups.get(key) === group) this.#groups.delete(key)
  }

  #count(change: 1 | -1): void {
    this.#open += change
    this.#metrics.open.set(this.#open)
  }
}

const keyOf = (assetIds: readonly string[]): string => assetIds.join(',')

const returnAfterMs = (): number =>
  Math.round(EARLIEST_RETURN_MS + Math.random() * (LATEST_RETURN_MS - EARLIEST_RETURN_MS))
