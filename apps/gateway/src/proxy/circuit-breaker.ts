/** Failures in a row after which a service is left alone. */
const MAX_FAILURES = 5
/** Between opening and the first probe, and between two probes. */
export const PROBE_INTERVAL_MS = 250

export type BreakerState = 'closed' | 'open' | 'half-open'

/** Reports the outcome of a permitted request. A request that says nothing about the service calls neither. */
type Permit = { readonly succeeded: () => void; readonly failed: () => void }

/**
 * Keeps requests from a service that does not answer: they are refused at once instead of waiting, and the
 * service has peace to come back. While it is open the breaker asks the service itself, by a small request of
 * its own, and closes for everyone as soon as that is answered: no user's request is risked to find out, and
 * none is refused once the service is back. An answer of any status shows that the service is reachable.
 */
export class CircuitBreaker {
  readonly #probe: (signal: AbortSignal) => Promise<void>
  readonly #stopping = new AbortController()
  #state: BreakerState = 'closed'
  #failures = 0
  /** Counts openings and closings, so that what began before one does not decide after it. */
  #generation = 0
  #timer: NodeJS.Timeout | undefined

  /** @param probe resolves when the service answers, and rejects when it does not, within a second or so. */
  constructor(probe: (signal: AbortSignal) => Promise<void>) {
    this.#probe = probe
  }

  get state(): BreakerState {
    return this.#state
  }

  /** Milliseconds after which a refused request is worth another try. */
  get waitMs(): number {
    return this.#state === 'closed' ? 0 : PROBE_INTERVAL_MS
  }

  /** Lets a request through, or returns `undefined`. */
  admit(): Permit | undefined {
    if (this.#state !== 'closed') return undefined
    const generation = this.#generation
    const ifCurrent = (act: () => void) => () => {
      if (generation === this.#generation) act()
    }
    return {
      succeeded: ifCurrent(() => {
        this.#failures = 0
      }),
      failed: ifCurrent(() => {
        this.#failures += 1
        if (this.#failures >= MAX_FAILURES) this.#open()
      }),
    }
  }

  /** For whoever has just had an answer of the service. */
  close(): void {
    if (this.#state === 'closed') return
    clearTimeout(this.#timer)
    this.#generation += 1
    this.#failures = 0
    this.#state = 'closed'
  }

  /** Ends probing for good. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#stopping.abort()
  }

  #open(): void {
    this.#generation += 1
    this.#probeLater()
  }

  #probeLater(): void {
    this.#state = 'open'
    if (this.#stopping.signal.aborted) return
    this.#timer = setTimeout(() => void this.#askService(), PROBE_INTERVAL_MS).unref()
  }

  async #askService(): Promise<void> {
    const generation = this.#generation
    this.#state = 'half-open'
    const isAnswered = await this.#probe(this.#stopping.signal).then(
      () => true,
      () => false,
    )
    if (generation !== this.#generation) return
    if (isAnswered) this.close()
    else this.#probeLater()
  }
}
