import { availableParallelism } from 'node:os'

import { AppError } from '@cnop/contracts/errors'
import { MAX_PASSWORD_BYTES, normalizePassword } from '@cnop/contracts/password-rules'
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

/** `outdated`: right, but the hash is of a lower cost or of the text before normalization. */
export type Verdict = 'right' | 'outdated' | 'wrong'

/** bcrypt ignores what is beyond, so a longer password would match one that it only begins with. */
const fits = (password: string): boolean => Buffer.byteLength(password) <= MAX_PASSWORD_BYTES

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
    const normalized = normalizePassword(password)
    if (!fits(normalized)) throw new RangeError(`more than ${MAX_PASSWORD_BYTES} bytes`)
    return this.#inSlot(() => bcrypt.hash(normalized, this.#cost))
  }

  /**
   * Compares a password with `hash`: after normalization, then as typed, for hashes from before. For a
   * user that does not exist pass `undefined`, for one without a password an empty hash: the verdict is `wrong` after the same work, so that time
   * does not tell who has an account. Nor does it tell who has not logged in since the cost was raised: a
   * wrong password is always a full cost's work.
   */
  async verify(password: string, hash: string | undefined): Promise<Verdict> {
    const normalized = normalizePassword(password)
    return await this.#inSlot(async () => {
      if (await this.#matches(normalized, hash))
        return this.#isOfLowerCost(hash) ? 'outdated' : 'right'
      if (password === normalized || !(await this.#matches(password, hash))) return 'wrong'
      return fits(normalized) ? 'outdated' : 'right'
    })
  }

  async #matches(password: string, hash: string | undefined): Promise<boolean> {
    const against = hash || unmatchable(this.#cost)
    if ((await bcrypt.compare(password, against)) && against === hash && fits(password)) return true
    // Each cost doubles the work: 2^a + 2^a + 2^(a+1) + ... + 2^(b-1) = 2^b.
    for (let cost = bcrypt.getRounds(against); cost < this.#cost; cost += 1)
      await bcrypt.compare(password, unmatchable(cost))
    return false
  }

  #isOfLowerCost(hash: string | undefined): boolean {
    return hash !== undefined && bcrypt.getRounds(hash) < this.#cost
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
