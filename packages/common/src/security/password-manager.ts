import { availableParallelism } from 'node:os'

import { AppError } from '@cnop/contracts/errors'
import bcrypt from 'bcrypt'

/**
 * Hashes that may wait for a core before a request is refused: about nine seconds of work at cost 12 on two
 * cores (`pnpm drill:login`), less than the gateway waits for an answer to a log-in.
 */
const MAX_WAITING = 64

/** Of the four threads of the pool, which look-ups of host names need as well. */
const THREADS_FOR_HASHING = 2

/** Has the form of a hash of this cost, and is the hash of no password that could be found. */
const unmatchable = (cost: number): string =>
  `$2b$${String(cost).padStart(2, '0')}$nobodyhasthispassword.nobodyhasthispasswordornobody..`

/**
 * Hashes and checks passwords with bcrypt. Hashing runs on the thread pool, and only so many at once
 * that a burst of log-ins leaves threads and cores for everything else.
 */
export class PasswordManager {
  readonly #cost: number
  readonly #slots = Math.min(availableParallelism(), THREADS_FOR_HASHING)
  readonly #waiting: (() => void)[] = []
  #running = 0

  /** @param cost log2 of the rounds; each step doubles the time. */
  constructor(cost: number) {
    this.#cost = cost
  }

  /** @throws {AppError} TRY_AGAIN when too many hashes wait already. */
  async hash(password: string): Promise<string> {
    return this.#inSlot(() => bcrypt.hash(password, this.#cost))
  }

  /**
   * Whether the password is the one of `hash`. For a user that does not exist pass `undefined`, and for one without
   * a password an empty hash: the
   * answer is no, after the same work, so that time does not tell who has an account. Nor does it tell
   * who has not logged in since the cost was raised: a wrong password is always a full cost's work.
   */
  async verify(password: string, hash: string | undefined): Promise<boolean> {
    return await this.#inSlot(async () => {
      const against = hash || unmatchable(this.#cost)
      if (await bcrypt.compare(password, against)) return against === hash
      // Each cost doubles the work: 2^a + 2^a + 2^(a+1) + ... + 2^(b-1) = 2^b.
      for (let cost = bcrypt.getRounds(against); cost < this.#cost; cost += 1)
        await bcrypt.compare(password, unmatchable(cost))
      return false
    })
  }

  /** Whether the hash is of a lower cost than new ones get. */
  isOutdated(hash: string): boolean {
    return bcrypt.getRounds(hash) < this.#cost
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
