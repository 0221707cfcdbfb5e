import type { Price } from '@cnop/money/scaled'

const SECOND_MS = 1_000
const STEP_MS = 5 * 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const FULL_HOURS = 23

/** What is worth keeping of the last 24 hours. */
export type DaySummary = {
  readonly high: Price
  readonly low: Price
  /** Prices at the last 23 full hours, oldest first. */
  readonly hourly: readonly Price[]
}

/** High and low of a time, Unix milliseconds. */
type ExtremesIn = (fromMs: number, toMs: number) => { readonly high: Price; readonly low: Price }

/**
 * The prices of one asset over the last 24 hours. What full five minutes have brought is kept from call to call, so that
 * following the clock costs little; the answer depends on the time alone, never on what was asked before.
 */
export class DayOfPrices {
  readonly #priceAt: (atMs: number) => Price
  readonly #extremesIn: ExtremesIn
  #step = Number.NEGATIVE_INFINITY
  #full: DaySummary | undefined

  constructor(priceAt: (atMs: number) => Price, extremesIn: ExtremesIn) {
    this.#priceAt = priceAt
    this.#extremesIn = extremesIn
  }

  /** The 24 hours that end with `atMs` (Unix time in milliseconds, a whole second), to within five minutes. */
  until(atMs: number): DaySummary {
    const step = Math.floor(atMs / STEP_MS)
    if (this.#full === undefined || step !== this.#step) {
      this.#full = this.#upTo(step * STEP_MS)
      this.#step = step
    }
    const { high, low, hourly } = this.#full
    const since = this.#extremesIn(step * STEP_MS, atMs + SECOND_MS)
    return { high: higher(high, since.high), low: lower(low, since.low), hourly }
  }

  #upTo(endMs: number): DaySummary {
    const lastHour = Math.floor(endMs / HOUR_MS)
    return {
      ...this.#extremesIn(endMs - DAY_MS, endMs),
      hourly: Array.from({ length: FULL_HOURS }, (_, index) =>
        this.#priceAt((lastHour - FULL_HOURS + 1 + index) * HOUR_MS),
      ),
    }
  }
}

export const higher = (a: Price, b: Price): Price => (a > b ? a : b)
export const lower = (a: Price, b: Price): Price => (a < b ? a : b)
