import { createHash } from 'node:crypto'

import { exchangeApiKey } from '@cnop/contracts/api-keys'
import { AppError } from '@cnop/contracts/errors'
import type { Pool } from 'undici'

/** A token is asked for anew this long before it expires, so that none runs out on its way. */
const EARLY_SECONDS = 30
/** A key that was refused is refused again without asking. */
const REFUSED_SECONDS = 10
/** The oldest go beyond this, so that invented keys cannot fill the memory. */
const MOST_KEYS = 10_000
const TIMEOUT_MS = 5_000

type Exchanged = { readonly token: string | undefined; readonly until: number }

/**
 * Trades API keys for the short-lived access tokens that services can check, and remembers them for as
 * long as they are good; by a hash, so that no key stays in memory.
 */
export class ApiKeyTokens {
  readonly #pool: Pool
  readonly #now: () => number
  readonly #known = new Map<string, Exchanged>()
  readonly #asking = new Map<string, Promise<Exchanged>>()

  /** @param pool of user-service. @param now Unix time in milliseconds. */
  constructor(pool: Pool, now: () => number) {
    this.#pool = pool
    this.#now = now
  }

  /** What is known of the key: its token, that it has none, or nothing yet. */
  known(key: string): 'unknown' | { readonly token: string | undefined } {
    const found = this.#known.get(hashOf(key))
    return found === undefined || found.until <= this.#now() ? 'unknown' : found
  }

  /**
   * Asks user-service; however many ask for one key at once, it is asked once.
   * @returns `undefined` for a key that is not valid. @throws {AppError} SERVICE_UNAVAILABLE
   */
  async exchange(key: string): Promise<string | undefined> {
    const hash = hashOf(key)
    const asking = this.#asking.get(hash) ?? this.#ask(key)
    this.#asking.set(hash, asking)
    try {
      const exchanged = await asking
      this.#remember(hash, exchanged)
      return exchanged.token
    } finally {
      this.#asking.delete(hash)
    }
  }

  async #ask(key: string): Promise<Exchanged> {
    const { method, url, schema } = exchangeApiKey
    try {
      const answer = await this.#pool.request({
        method,
        path: url,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ key }),
        headersTimeout: TIMEOUT_MS,
        bodyTimeout: TIMEOUT_MS,
      })
      const body = await answer.body.json()
      if (answer.statusCode === 401)
        return { token: undefined, until: this.#now() + REFUSED_SECONDS * 1_000 }
      const { access_token, expires_in } = schema.response[200].parse(body)
      return {
        token: access_token,
        until: this.#now() + (expires_in - EARLY_SECONDS) * 1_000,
      }
    } catch (cause) {
      throw new AppError('SERVICE_UNAVAILABLE', 'The API key cannot be checked right now.', {
        retryAfterSeconds: 2,
        cause,
      })
    }
  }

  #remember(hash: string, exchanged: Exchanged): void {
    this.#known.delete(hash)
    this.#known.set(hash, exchanged)
    const [oldest] = this.#known.keys()
    if (this.#known.size > MOST_KEYS && oldest !== undefined) this.#known.delete(oldest)
  }
}

const hashOf = (key: string): string => createHash('sha256').update(key).digest('base64url')
