import { AppError } from '@cnop/contracts/errors'

type Refusal = {
  readonly code: 'RATE_LIMITED' | 'TOO_MANY_AT_ONCE'
  readonly detail: string
  readonly retryAfterSeconds: number
}

/**
 * Counts what each of many has going on at once with this process. Holds an entry for those alone who have something
 * going on, so its size is bounded by the open connections.
 */
export class AtOnce {
  readonly #open = new Map<string, number>()
  readonly #max: number
  readonly #refusal: Refusal
  readonly #onRefused: () => void

  /** @param max for each; 0: any number. */
  constructor(max: number, refusal: Refusal, onRefused: () => void) {
    this.#max = max
    this.#refusal = refusal
    this.#onRefused = onRefused
  }

  /** @returns a function to call, once, when it is over. @throws {AppError} when there are as many already. */
  enter(who: string): () => void {
    const open = this.#open.get(who) ?? 0
    if (this.#max > 0 && open >= this.#max) {
      this.#onRefused()
      const { code, detail, retryAfterSeconds } = this.#refusal
      throw new AppError(code, detail, { retryAfterSeconds })
    }
    this.#open.set(who, open + 1)
    return () => this.#leave(who)
  }

  #leave(who: string): void {
    const left = (this.#open.get(who) ?? 0) - 1
    if (left > 0) this.#open.set(who, left)
    else this.#open.delete(who)
  }
}
