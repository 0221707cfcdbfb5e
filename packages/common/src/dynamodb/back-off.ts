import { setTimeout as pause } from 'node:timers/promises'

/** How long one act may take with all its attempts: well below the time a gateway waits for a service. */
const ACT_MS = 2_500
const FIRST_PAUSE_MS = 10
const LONGEST_PAUSE_MS = 160

/** The moment (Unix milliseconds) at which an act that begins now is given up. */
export const actDeadline = (): number => Date.now() + ACT_MS

/**
 * Waits before an act is tried again, with full jitter, so that those who were in each other's way meet at
 * other moments.
 * @param tried how many attempts there were before the one that just failed.
 * @returns whether there is time for another attempt; `false` at once when there is not.
 */
export const backOff = async (tried: number, deadline: number): Promise<boolean> => {
  const wait = Math.random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** tried)
  if (Date.now() + wait > deadline) return false
  await pause(wait)
  return true
}
