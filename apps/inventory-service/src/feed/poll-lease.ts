import { randomUUID } from 'node:crypto'

import type { ControlStore, Lease } from '#src/store/control'

const RENEW_AFTER_MS = 1_500
/** A holder that could not renew for so long no longer counts on its lease: less than what others wait. */
const TRUSTED_MS = 3_000
/** A holder that was silent for so long is gone. With the second between two looks: taken over within 7 s. */
const TAKE_OVER_AFTER_MS = 4_000

/**
 * The right to poll, which one replica has at a time. Silence is measured by this process's own clock
 * from what it sees change, so that clocks need not agree.
 */
export class PollLease {
  readonly #store: Pick<ControlStore, 'claim' | 'renew'>
  readonly #me = randomUUID()
  #seen: Lease | undefined
  #seenAtMs = 0
  #renewedAtMs = Number.NEGATIVE_INFINITY

  constructor(store: Pick<ControlStore, 'claim' | 'renew'>) {
    this.#store = store
  }

  get isHeld(): boolean {
    return performance.now() - this.#renewedAtMs < TRUSTED_MS
  }

  /** Renews the lease, or takes it when its holder is gone. `lease`: as it was read just now. */
  async keep(lease: Lease): Promise<void> {
    const nowMs = performance.now()
    if (lease.holder === this.#me) await this.#renew(nowMs)
    else await this.#watch(lease, nowMs)
  }

  /** Gives the lease up, so that another takes it at once. */
  async release(): Promise<void> {
    if (!this.isHeld || this.#seen === undefined) return
    this.#renewedAtMs = Number.NEGATIVE_INFINITY
    await this.#store.claim(this.#seen, { holder: '', beat: '' })
  }

  async #renew(nowMs: number): Promise<void> {
    if (nowMs - this.#renewedAtMs < RENEW_AFTER_MS) return
    const next = this.#next()
    if (await this.#store.renew(next)) this.#hold(next, nowMs)
  }

  async #watch(lease: Lease, nowMs: number): Promise<void> {
    this.#renewedAtMs = Number.NEGATIVE_INFINITY
    if (this.#seen?.holder !== lease.holder || this.#seen.beat !== lease.beat) {
      this.#seen = lease
      this.#seenAtMs = nowMs
    }
    const isGone = lease.holder === '' || nowMs - this.#seenAtMs >= TAKE_OVER_AFTER_MS
    const next = this.#next()
    if (isGone && (await this.#store.claim(lease, next))) this.#hold(next, nowMs)
  }

  #hold(lease: Lease, nowMs: number): void {
    this.#seen = lease
    this.#renewedAtMs = nowMs
  }

  #next(): Lease {
    return { holder: this.#me, beat: randomUUID() }
  }
}
