import { createHash } from 'node:crypto'

/**
 * How long a key must pause after its nth attempt without a success, in seconds: the nth number, or the
 * last one beyond the end. Data rather than code, so that Redis can decide by the same rule.
 */
export type Pauses = readonly number[]

type Attempt =
  | { readonly allowed: true; /** This one included. */ readonly count: number }
  | { readonly allowed: false; readonly waitSeconds: number }

/** Counts attempts by key. Every count is forgotten some time after its last attempt. */
export type AttemptStore = {
  /** Counts an attempt, unless the key has to pause; decided and counted in one step. */
  attempt(key: string, pauses: Pauses): Promise<Attempt>
  /** Seconds the key still has to pause, without counting anything. */
  waitSeconds(key: string): Promise<number>
  clear(key: string): Promise<void>
}

/** A count is forgotten this long after its last attempt, or at the end of a longer pause. */
export const ATTEMPTS_SECONDS = 900

const LONGEST_SLOWDOWN_SECONDS = 60

/**
 * Half of the attempts are free; then each costs twice the pause of the one before; after `lockAfter` the
 * key is locked. None at all when `lockAfter` is 0.
 */
export const pausesOf = (lockAfter: number, lockSeconds: number): Pauses =>
  Array.from({ length: lockAfter }, (_, index) => {
    const count = index + 1
    if (count === lockAfter) return lockSeconds
    const beyondFree = count - Math.ceil(lockAfter / 2)
    return beyondFree < 0 ? 0 : Math.min(2 ** beyondFree, LONGEST_SLOWDOWN_SECONDS)
  })

/** People type passwords into the wrong field, so what was typed is never a key as it is. */
export const hashedName = (name: string): string =>
  createHash('sha256').update(name).digest('base64url').slice(0, 22)
