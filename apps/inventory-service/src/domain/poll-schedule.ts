import { maxAgeMs } from '#src/domain/price-status'

const FIRST_RETRY_MS = 1_000
/** A try that does not reach CoinGecko costs no call of the budget, so the next may follow soon. */
const LONGEST_UNREACHABLE_MS = 30_000
const LONGEST_RETRY_MS = 60_000
/** After so many polls in a row without an answer the real market counts as out of reach. */
const FAILURES_TO_GIVE_UP = 3

export type PollFailure = {
  /** Polls in a row that failed, this one included. */
  readonly failures: number
  /** `limited`: the market is there, we may only ask less. */
  readonly kind: 'limited' | 'unreachable' | 'away' | 'garbage'
  /** As CoinGecko asks for. */
  readonly retryAfterMs: number | undefined
}

/**
 * How long to wait after a failed poll: twice as long each time, never less than asked for, and where
 * trying costs a call no shorter in the end than the usual pace.
 */
export const retryInMs = (
  { failures, kind, retryAfterMs }: PollFailure,
  paceMs: number,
): number => {
  const longestMs =
    kind === 'unreachable' ? LONGEST_UNREACHABLE_MS : Math.max(LONGEST_RETRY_MS, paceMs)
  return Math.max(retryAfterMs ?? 0, Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), longestMs))
}

/**
 * Whether to go over to the simulated market. A limited market keeps its last prices until they are too
 * old to trade at; one out of reach is given up after a few tries.
 * @param lastSuccessMs Age of the last good answer; `undefined`: there was none.
 */
export const isOutOfReach = (
  { failures, kind }: Pick<PollFailure, 'failures' | 'kind'>,
  lastSuccessMs: number | undefined,
  refreshMs: number,
): boolean =>
  lastSuccessMs === undefined ||
  lastSuccessMs > maxAgeMs(refreshMs) ||
  (kind !== 'limited' && failures >= FAILURES_TO_GIVE_UP)
