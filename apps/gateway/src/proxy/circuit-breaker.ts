/** Failures in a row after which a service is left alone, and for how long before one request tries again. */
const MOST_FAILURES = 5
const OPEN_MS = 2_000

export type BreakerState = 'closed' | 'open' | 'half-open'

/** What became of a request that was let through; one of the two must be said, once. */
export type Passage = { readonly succeeded: () => void; readonly failed: () => void }

/**
 * Keeps requests from a service that does not answer: they are refused at once instead of waiting, and the
 * service has peace to come back. After a while one request is let through as a probe, and only what becomes
 * of it decides: requests from before say nothing of now. An answer of any status counts as a success, since the
 * service is reachable.
 */
export class CircuitBreaker {
  readonly #now: () => number
  #failures = 0
  #openUntil = 0
  #isProbing = false
  /** Counts openings and probes, so that the end of a request from before one is not taken into account. */
  #era = 0

  /** @param now Unix time in milliseconds. */
  constructor(now: () => number) {
    this.#now = now
  }

  get state(): BreakerState {
    if (this.#failures < MOST_FAILURES) return 'closed'
    return this.#now() < this.#openUntil ? 'open' : 'half-open'
  }

  /** Milliseconds until a request may be sent again. */
  get waitMs(): number {
    return Math.max(0, this.#openUntil - this.#now())
  }

  /** Lets a request through, or returns `undefined`. */
  admit(): Passage | undefined {
    const { state } = this
    if (state === 'closed') return this.#passage()
    if (state === 'open' || this.#isProbing) return undefined
    this.#isProbing = true
    this.#era += 1
    return this.#passage()
  }

  #passage(): Passage {
    const era = this.#era
    const ifCurrent = (act: () => void) => () => {
      if (era === this.#era) act()
    }
    return {
      succeeded: ifCurrent(() => {
        this.#failures = 0
        this.#isProbing = false
      }),
      failed: ifCurrent(() => {
        this.#failures += 1
        this.#isProbing = false
        if (this.#failures < MOST_FAILURES) return
        this.#openUntil = this.#now() + OPEN_MS
        this.#era += 1
      }),
    }
  }
}
