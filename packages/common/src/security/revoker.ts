import type { AccessState } from '@cnop/contracts/internal'
import { decodeTime, monotonicFactory } from 'ulid'

import type { Database } from '../dynamodb/client.ts'
import { logChange } from './revocation-log.ts'
import type { RevokedAccess } from './revoked-access.ts'

/** Clocks differ, and tokens are taken a little past their end. */
const MARGIN_SECONDS = 60

/**
 * Ends and gives back access: in the log that every service follows, and in this process at once. What
 * has ended stays ended until the last token that it could be about has expired.
 */
export class Revoker {
  readonly #database: Database
  readonly #revoked: RevokedAccess
  readonly #rememberSeconds: number
  readonly #now: () => Date
  readonly #nextId = monotonicFactory()

  constructor(
    database: Database,
    revoked: RevokedAccess,
    options: { readonly longestTokenSeconds: number; readonly now: () => Date },
  ) {
    this.#database = database
    this.#revoked = revoked
    this.#rememberSeconds = options.longestTokenSeconds + MARGIN_SECONDS
    this.#now = options.now
  }

  /**
   * By whatever clock the others write: those who follow the log look for new changes near its newest, and
   * would not see one that a clock that is behind had put far before it.
   */
  #afterNewest(): number {
    const { newestId } = this.#revoked
    return newestId === '' ? 0 : decodeTime(newestId) + 1
  }

  /** @throws {AppError} TRY_AGAIN when it could not be written: do not go on as if it were. */
  async change(subjects: readonly string[], state: AccessState): Promise<void> {
    const now = this.#now().getTime()
    const until = Math.floor(now / 1_000) + this.#rememberSeconds
    await Promise.all(
      subjects.map(async (subject) => {
        const change = {
          id: this.#nextId(Math.max(now, this.#afterNewest())),
          subject,
          state,
          until,
        }
        await logChange(this.#database, change)
        this.#revoked.note(change)
      }),
    )
  }
}
