import { sessionSubject, userSubject, type AccessState } from '@cnop/contracts/internal'

import type { Caller } from './caller.ts'

/** The end of a subject's access, or its return. */
export type AccessChange = {
  /** Its place in the log: a ULID, so that ids are in the order of time. */
  readonly id: string
  readonly subject: string
  readonly state: AccessState
  /** Unix time in seconds from which no token is left that this could be about. */
  readonly until: number
}

/** What a caller's access can be taken by. */
export const subjectsOf = ({
  sessionId,
  username,
}: Pick<Caller, 'sessionId' | 'username'>): string[] => [
  sessionSubject(sessionId),
  userSubject(username),
]

/** Changes held before those that no longer matter are let go. */
const SWEEP_AT = 10_000

/**
 * Whose access has ended, as far as this process knows. Of two changes of a subject the later one holds,
 * in whatever order they are noted: a look at the log may have begun before a change made here.
 */
export class RevokedAccess {
  readonly #changes = new Map<string, AccessChange>()
  readonly #now: () => Date
  #sweepAt = SWEEP_AT
  #complete = true
  #newestId = ''

  constructor(now: () => Date) {
    this.#now = now
  }

  /** False while changes made before this process are in a log that it has not read yet. */
  get isComplete(): boolean {
    return this.#complete
  }

  /** There is a log to read first. */
  expectLog(): void {
    this.#complete = false
  }

  logWasRead(): void {
    this.#complete = true
  }

  /** The latest id of all changes noted; empty before the first. */
  get newestId(): string {
    return this.#newestId
  }

  note(change: AccessChange): void {
    if (change.id > this.#newestId) this.#newestId = change.id
    const known = this.#changes.get(change.subject)
    if (known !== undefined && known.id >= change.id) return
    this.#changes.set(change.subject, change)
    if (this.#changes.size < this.#sweepAt) return
    const seconds = this.#now().getTime() / 1_000
    for (const [subject, { until }] of this.#changes)
      if (until <= seconds) this.#changes.delete(subject)
    this.#sweepAt = Math.max(SWEEP_AT, 2 * this.#changes.size)
  }

  /** Whether the session of this caller has ended, or the user was suspended. */
  isRevoked(caller: Pick<Caller, 'sessionId' | 'username'>): boolean {
    const seconds = this.#now().getTime() / 1_000
    return subjectsOf(caller).some((subject) => {
      const change = this.#changes.get(subject)
      return change?.state === 'revoked' && change.until > seconds
    })
  }
}
