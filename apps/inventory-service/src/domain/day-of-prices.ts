import type { Price } from '@cnop/money/scaled'

const STEP_MS = 5 * 60_000
const STEPS = 288
const STEPS_AN_HOUR = 12
const FULL_HOURS = 23

/** What is worth keeping of the last 24 hours. */
export type DaySummary = {
  readonly high: Price
  readonly low: Price
  /** Prices at the last 23 full hours, oldest first. */
  readonly hourly: readonly Price[]
}

/**
 * The prices of one asset over the last 24 hours, one every five minutes. They are kept from call to
 * call, so that following the clock costs one new price every five minutes and not 288 every second; the
 * answer depends on the time alone, never on what was asked before.
 */
export class DayOfPrices {
  readonly #priceAt: (atMs: number) => Price
  #points: readonly Price[] = []
  #step = Number.NEGATIVE_INFINITY
  #summary: DaySummary | undefined

  constructor(priceAt: (atMs: number) => Price) {
    this.#priceAt = priceAt
  }

  /** The 24 hours that end at `atMs` (Unix time in milliseconds), as of their last full five minutes. */
  until(atMs: number): DaySummary {
    const step = Math.floor(atMs / STEP_MS)
    if (this.#summary === undefined || step !== this.#step) {
      this.#points = this.#pointsUntil(step)
      this.#step = step
      this.#summary = summarise(this.#points, step)
    }
    return this.#summary
  }

  #pointsUntil(step: number): readonly Price[] {
    const points = step > this.#step ? this.#points.slice(step - this.#step) : []
    while (points.length < STEPS)
      points.push(this.#priceAt((step - STEPS + 1 + points.length) * STEP_MS))
    return points
  }
}

const summarise = (points: readonly Price[], lastStep: number): DaySummary => {
  const firstStep = lastStep - points.length + 1
  return {
    high: points.reduce(higher),
    low: points.reduce(lower),
    hourly: points
      .filter((_, index) => (firstStep + index) % STEPS_AN_HOUR === 0)
      .slice(-FULL_HOURS),
  }
}

export const higher = (a: Price, b: Price): Price => (a > b ? a : b)
export const lower = (a: Price, b: Price): Price => (a < b ? a : b)
