import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'

import { auditRound } from '@cnop/common/ledger/audit/audit-round'
import type { Ledger } from '@cnop/common/ledger/ledger'

const INTERVAL_MS = 5_000

type AuditorLog = { warn(details: object, message: string): void }

/**
 * Lets this replica take its part in going round the accounts. What fails is logged and tried again.
 * @param pace Journal items a second.
 */
export const runAuditor = (
  { ledger, pace }: { readonly ledger: Ledger; readonly pace: number },
  log: AuditorLog,
): { readonly stop: () => Promise<void> } => {
  const stopped = new AbortController()
  const { signal } = stopped
  const holder = randomUUID()
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      await auditRound(ledger, { holder, pace, signal }).catch((error: unknown) =>
        log.warn({ err: error }, 'the ledger could not be audited'),
      )
      await pause(INTERVAL_MS, undefined, { signal }).catch(() => {})
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
