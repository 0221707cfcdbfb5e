import { setTimeout as pause } from 'node:timers/promises'

import type { Ledger } from '@cnop/common/ledger/ledger'

import { startMatching } from '#src/domain/match-orders'
import type { PriceBook } from '#src/domain/price-book'

const INTERVAL_MS = 1_000

type MatcherLog = { warn(details: object, message: string): void }

/** Goes through the waiting orders once a second. What fails is logged, and the next round tries again. */
export const runMatcher = (
  market: { readonly ledger: Ledger; readonly prices: PriceBook },
  log: MatcherLog,
): { readonly stop: () => Promise<void> } => {
  const stopped = new AbortController()
  const onError = (error: unknown): void =>
    log.warn({ err: error }, 'waiting orders could not be matched')
  const match = startMatching({ ...market, onError })
  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await match().catch(onError)
      await pause(INTERVAL_MS, undefined, { signal: stopped.signal }).catch(() => {})
    }
  }
  const running = run()
  return {
    stop: async () => {
      stopped.abort()
      await running
    },
  }
}
