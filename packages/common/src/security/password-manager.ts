import { availableParallelism } from 'node:os'

import { AppError } from '@cnop/contracts/errors'
import bcrypt from 'bcrypt'

/** Hashes that may wait for a core before a request is refused: about half a minute of work at cost 12. */
const MAX_WAITING = 64

/** Of the four threads of the pool, which look-ups of host names need as well. */
const THREADS_FOR_HASHING = 2

/**
 * Hashes and checks passwords with bcrypt. Hashing runs on the thread pool, and only so many at once
 * that a burst of log-ins leaves threads and cores for everything else.
 */
export class PasswordManager {
  readonly #cost: number
  readonly #absentUserHash: Promise<string>
  readonly #slots = Math.min(availableParallelism(), THREADS_FOR_HASHING)
  readonly #waiting: (() => void)[] = []
  #running = 0

  /** @param cost log2 of the rounds; each step doubles the time. */
  constructor(cost: number) {
    this.#cost = cost
    this.#absentUserHash = bcrypt.hash('nobody has this password', cost)
  }

  /** @throws {AppError} TRY_AGAIN when too many hashes wait already. */
  async hash(password: string): Promise<string> {
    return this.#inSlot(() => bcrypt.hash(password, this.#cost))
  }

  /**
   * Whether the password is the one of `hash`. For a user that does not exist pass `undefined`: the
   * answer is no, after the same work, so that time does not tell who has an account.
   */
  async verify(password: string, hash: string | undefined): Promise<boolean> {
    const against = hash ?? (await this.#absentUserHash)
    const matches = await this.#inSlot(() => bcrypt.compare(password, against))
    return matches && hash !== undefined
  }

  async #inSlot<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#slots) {
      if (this.#waiting.length >= MAX_WAITING)
        throw new AppError('TRY_AGAIN', 'Too many people are signing in right now.', {
          retryAfterSeconds: 2,
        })
      await new Promise<void>((proceed) => this.#waiting.push(proceed))
    } else {
      this.#running += 1
    }
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#running -= 1
      else next()
    }
  }
}
