import { decodeTime, monotonicFactory, ulid } from 'ulid'

const next = monotonicFactory()
const HOUR_MS = 3_600_000
let latestMs = 0

/**
 * The id of something new in the journal: a ULID, above every earlier one of this process, so that what
 * is done one after the other within a millisecond is listed in that order. The past, such as the history of a demo
 * account, keeps its own time.
 */
export const newId = (now: Date): string => {
  const ms = now.getTime()
  if (ms < latestMs - HOUR_MS) return ulid(ms)
  latestMs = Math.max(latestMs, ms)
  return next(ms)
}

/** When an id was made: Unix time in milliseconds. */
export const timeOf = (id: string): number => decodeTime(id)
