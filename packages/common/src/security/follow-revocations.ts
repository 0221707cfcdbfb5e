import { setTimeout as pause } from 'node:timers/promises'

import type { Logger } from 'pino'

import type { Database } from '../dynamodb/client.ts'
import { changesAfter } from './revocation-log.ts'
import type { RevokedAccess } from './revoked-access.ts'
import { lowestIdAt } from './time-ids.ts'

const PERIOD_MS = 1_000

/**
 * How far each look goes back before the one before it: a change may appear in the log somewhat after the
 * time in its id, by a slow write or a clock that is behind.
 */
const OVERLAP_MS = 15_000

export type Following = {
  readonly stop: () => Promise<void>
  /** Looks at once, for a process that stands still between requests. */
  readonly catchUp: () => Promise<void>
}

/**
 * Keeps `revoked` at most a second or so behind the log while the database answers; while it does not, what
 * was known goes on to be known and the log is asked again every second. The first look goes back to
 * `longestTokenSeconds` and is awaited. When it fails the process starts all the same, but `revoked` is
 * not complete, so that no token is taken, and the process is not ready, before a look has succeeded.
 */
export const followRevocations = async (
  database: Database,
  revoked: RevokedAccess,
  { longestTokenSeconds, log }: { longestTokenSeconds: number; log: Pick<Logger, 'warn'> },
): Promise<Following> => {
  const stopping = new AbortController()
  let lookedAt = Date.now() - longestTokenSeconds * 1_000

  const look = async (): Promise<void> => {
    const started = Date.now()
    try {
      for (const change of await changesAfter(database, lowestIdAt(lookedAt - OVERLAP_MS)))
        revoked.note(change)
      lookedAt = started
      revoked.logWasRead()
    } catch (error) {
      log.warn({ err: error }, 'ended sessions could not be read')
    }
  }

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await pause(PERIOD_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
      if (!stopping.signal.aborted) await look()
    }
  }

  revoked.expectLog()
  await look()
  const running = run()
  return {
    catchUp: look,
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}
