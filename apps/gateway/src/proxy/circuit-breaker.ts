/** Failures in a row after which a service is left alone, and for how long before one request tries again. */
const MOST_FAILURES = 5
const OPEN_MS = 2_000

export type BreakerState = 'closed' | 'open' | 'half-open'

/**
 * Keeps requests from a service that does not answer: they are refused at once instead of waiting, and the
 * service has peace to come back. After a while one request is let through as a probe; what becomes of it
 * decides for all. An answer of any status is an answer: a service that refuses is there.
 */
export class CircuitBreaker {
  readonly #now: () => number
  #failures = 0
  #openUntil = 0
  #isProbing = false

  /** @param now Unix time in milliseconds. */
  constructor(now: () => number) {
    this.#now = now
  }

  get state(): BreakerState {
    if (this.#failures < MOST_FAILURES) return 'closed'
    return this.#now() < this.#openUntil ? 'open' : 'half-open'
  }

  /** Whether a request may be sent; one that may must be followed by `succeeded` or `failed`. */
  admits(): boolean {
    const { state } = this
    if (state === 'half-open' && !this.#isProbing) {
      this.#isProbing = true
      return true
    }
    return state === 'closed'
  }

  /** Until a request may be sent again. */
  get waitMs(): number {
    return Math.max(0, this.#openUntil - this.#now())
  }

  succeeded(): void {
    this.#failures = 0
    this.#isProbing = false
  }

  failed(): void {
    this.#failures += 1
    this.#isProbing = false
    if (this.#failures >= MOST_FAILURES) this.#openUntil = this.#now() + OPEN_MS
  }
}
