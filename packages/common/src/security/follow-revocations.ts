import { setTimeout as pause } from 'node:timers/promises'

import type { Logger } from 'pino'
import { decodeTime } from 'ulid'

import type { Database } from '../dynamodb/client.ts'
import { changesAfter } from './revocation-log.ts'
import type { RevokedAccess } from './revoked-access.ts'
import { lowestIdAt } from './time-ids.ts'

const PERIOD_MS = 1_000

/**
 * How far each look goes back before the newest change that was seen: a change may appear in the log after a
 * later one, by a slow write, or by a writer whose clock is behind and who had not seen the later one yet. Its
 * time is never compared with ours, as our clock may be another.
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
  let newestSeen = lowestIdAt(Date.now() - longestTokenSeconds * 1_000)

  const look = async (): Promise<void> => {
    const from = Math.min(decodeTime(newestSeen), Date.now()) - OVERLAP_MS
    try {
      for (const change of await changesAfter(database, lowestIdAt(from))) {
        revoked.note(change)
        if (change.id > newestSeen) newestSeen = change.id
      }
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
