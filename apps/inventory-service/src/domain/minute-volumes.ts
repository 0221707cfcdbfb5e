import { divideDown } from '@cnop/money/rounding'
import { ZERO_CASH, cash, minus, plus, type Cash } from '@cnop/money/scaled'

import type { PricePath } from '#src/domain/price-paths'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const MINUTES_A_DAY = DAY_MS / MINUTE_MS
/** Days whose shares are kept: as many as a thousand hours touch. */
const MAX_DAYS = 44
/** Of the shares, which are whole numbers so that sums are exact. */
const SCALE = 1e12

/** Spreads the volume of each day over its minutes, in proportion to the range of the price in them. */
export class MinuteVolumes {
  readonly #path: PricePath
  readonly #volumeAt: (atMs: number) => Cash
  /** By day number: the sum of the shares of all minutes before each, and of all. */
  readonly #days = new Map<number, readonly bigint[]>()

  /** @param volumeAt Dollars traded in the 24 hours before a moment (Unix milliseconds). */
  constructor(path: PricePath, volumeAt: (atMs: number) => Cash) {
    this.#path = path
    this.#volumeAt = volumeAt
  }

  /** Dollars traded in the minutes of [fromMs, toMs). */
  between(fromMs: number, toMs: number): Cash {
    let sum = ZERO_CASH
    for (let day = Math.floor(fromMs / DAY_MS); day * DAY_MS < toMs; day += 1) {
      const begin = Math.max(fromMs, day * DAY_MS)
      const end = Math.min(toMs, (day + 1) * DAY_MS)
      sum = plus(sum, this.#ofDay(day, begin, end))
    }
    return sum
  }

  #ofDay(day: number, fromMs: number, toMs: number): Cash {
    const volume = this.#volumeAt((day + 1) * DAY_MS)
    if (toMs - fromMs === DAY_MS) return volume
    const sums = this.#sumsOf(day)
    const total = sums.at(-1) ?? 1n
    const until = (atMs: number): Cash => {
      const minute = Math.ceil((atMs - day * DAY_MS) / MINUTE_MS)
      return cash(divideDown(volume * (sums[minute] ?? 0n), total))
    }
    return minus(until(toMs), until(fromMs))
  }

  #sumsOf(day: number): readonly bigint[] {
    const known = this.#days.get(day)
    if (known !== undefined) return known
    const ranges = this.#path.ranges((day * DAY_MS) / 1_000, MINUTES_A_DAY)
    const sums = [0n]
    let sum = 0n
    for (const range of ranges) {
      sum += 1n + BigInt(Math.round(range * SCALE))
      sums.push(sum)
    }
    const [oldest] = this.#days.keys()
    if (this.#days.size >= MAX_DAYS && oldest !== undefined) this.#days.delete(oldest)
    this.#days.set(day, sums)
    return sums
  }
}
