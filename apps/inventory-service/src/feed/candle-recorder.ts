import { INTERVAL_MS } from '@cnop/contracts/candles'

import type { LiveFigures } from '#src/domain/live-figures'
import {
  mergeCandles,
  regroup,
  type CandleOf,
  type CandleStore,
  type StoredCandle,
  type StoredInterval,
} from '#src/domain/stored-candle'

/**
 * Writes down how real prices move: one item an asset and minute at most, when the minute is over, and
 * one more an hour and a day, made of those.
 */
export class CandleRecorder {
  readonly #store: CandleStore
  #minutes = new Map<string, StoredCandle>()
  /** When the last recorded price of each asset was observed; an answer that repeats it is not recorded again. */
  readonly #seenAt = new Map<string, number>()
  #minuteMs = 0
  #hourMs: number | undefined
  #dayMs: number | undefined

  constructor(store: CandleStore) {
    this.#store = store
  }

  /** Takes the prices of a poll. @param nowMs When it was, Unix time in milliseconds. */
  async record(figures: ReadonlyMap<string, LiveFigures>, nowMs: number): Promise<void> {
    const minuteMs = floor(nowMs, '1m')
    if (minuteMs !== this.#minuteMs) await this.flush()
    this.#minuteMs = minuteMs
    for (const [assetId, seen] of figures) this.#see(assetId, seen)
    await this.#closeHours(floor(nowMs, '1h'), [...figures.keys()])
    await this.#closeDays(floor(nowMs, '1d'), [...figures.keys()])
  }

  /** Writes the minute that is over, or all there is of it when this process stops. */
  async flush(): Promise<void> {
    const minutes = [...this.#minutes].map(([assetId, candle]): CandleOf => ({ assetId, candle }))
    if (minutes.length > 0) await this.#store.write('1m', minutes)
    this.#minutes = new Map()
  }

  #see(assetId: string, { price, observedAt }: LiveFigures): void {
    if (this.#seenAt.get(assetId) === observedAt.getTime()) return
    this.#seenAt.set(assetId, observedAt.getTime())
    const startMs = this.#minuteMs
    const seen = { startMs, open: price, high: price, low: price, close: price }
    const before = this.#minutes.get(assetId)
    const minute = before === undefined ? seen : mergeCandles(startMs, [before, seen])
    if (minute !== undefined) this.#minutes.set(assetId, minute)
  }

  /** The first time a day back: another replica may have recorded until a while ago. */
  async #closeHours(hourMs: number, assetIds: readonly string[]): Promise<void> {
    if (hourMs === this.#hourMs) return
    const fromMs = this.#hourMs ?? hourMs - INTERVAL_MS['1d']
    await this.#close('1h', '1m', { assetIds, fromMs, toMs: hourMs })
    this.#hourMs = hourMs
  }

  async #closeDays(dayMs: number, assetIds: readonly string[]): Promise<void> {
    if (dayMs === this.#dayMs) return
    const fromMs = this.#dayMs ?? dayMs - INTERVAL_MS['1d']
    await this.#close('1d', '1h', { assetIds, fromMs, toMs: dayMs })
    this.#dayMs = dayMs
  }

  /** Makes the candles that ended in this time of the shorter ones in them. */
  async #close(
    interval: StoredInterval,
    parts: StoredInterval,
    { assetIds, ...span }: { assetIds: readonly string[]; fromMs: number; toMs: number },
  ): Promise<void> {
    const closed: CandleOf[] = []
    for (const assetId of assetIds) {
      const candles = await this.#store.read(assetId, parts, span)
      for (const candle of regroup(candles, INTERVAL_MS[interval]).values())
        closed.push({ assetId, candle })
    }
    await this.#store.write(interval, closed)
  }
}

const floor = (ms: number, interval: StoredInterval): number =>
  Math.floor(ms / INTERVAL_MS[interval]) * INTERVAL_MS[interval]
