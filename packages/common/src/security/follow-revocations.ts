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
 * Keeps `revoked` at most a second or so behind the log. The first look, back to `longestTokenSeconds`,
 * is awaited, so that no process starts to take tokens it does not know to be void. When the database
 * cannot be asked it is asked again a second later; nothing else works without it either.
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
