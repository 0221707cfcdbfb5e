/** Part of the calls that polling leaves for retries and for the past of charts. */
const RESERVE_PERCENT = 10

/** The month a call counts to, UTC: `2026-01`. */
export const monthOf = (now: Date): string => now.toISOString().slice(0, 'yyyy-mm'.length)

const startOfNextMonth = (now: Date): number =>
  Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)

/**
 * How long to wait between two polls so that a month's calls last the month, a tenth of them left over.
 * Never shorter than the even pace (calls saved are no reason to hurry), longer when too many are used.
 * @param callsLeft Of this month.
 * @returns Milliseconds; until the next month when no call is left.
 */
export const pollPaceMs = (monthlyCalls: number, callsLeft: number, now: Date): number => {
  const monthMs = startOfNextMonth(now) - Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1)
  const leftMs = startOfNextMonth(now) - now.getTime()
  if (callsLeft <= 0) return leftMs
  const even = monthMs / ((monthlyCalls * (100 - RESERVE_PERCENT)) / 100)
  return Math.ceil(Math.max(even, leftMs / callsLeft))
}

/** Calls left over if polling goes on at its even pace until the end of the month. */
export const spareCalls = (monthlyCalls: number, callsLeft: number, now: Date): number => {
  const leftMs = startOfNextMonth(now) - now.getTime()
  return Math.floor(callsLeft - leftMs / pollPaceMs(monthlyCalls, monthlyCalls, now))
}
