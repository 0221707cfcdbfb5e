import { readProgress, type AuditProgress } from '@cnop/common/ledger/audit/progress'
import type { Ledger } from '@cnop/common/ledger/ledger'
import { Gauge, type Registry } from 'prom-client'

import { driftOf, verifiedEntryOf } from '#src/domain/audit-state'

/**
 * What the audit has found, as all replicas know it: read when the metrics are. Without an answer of the
 * database there is no figure, rather than an old one.
 */
export const measureAudit = (ledger: Ledger, registry: Registry): void => {
  let reading: Promise<AuditProgress | undefined> | undefined
  /** One request for all figures of a scrape. */
  const progress = async (): Promise<AuditProgress | undefined> => {
    reading ??= readProgress(ledger)
      .catch(() => undefined)
      .finally(() => {
        reading = undefined
      })
    return await reading
  }
  const figure = (
    name: string,
    help: string,
    of: (progress: AuditProgress) => number | undefined,
  ): void => {
    const gauge: Gauge = new Gauge({
      name,
      help,
      registers: [registry],
      collect: async () => {
        const known = await progress()
        const value = known && of(known)
        if (value === undefined) gauge.remove()
        else gauge.set(value)
      },
    })
  }

  figure(
    'ledger_drift',
    'Differences between what is kept and what the journal adds up to; 0 is as it should be',
    driftOf,
  )
  figure(
    'ledger_verified_entry_timestamp_seconds',
    'When the newest journal item was made that the audit has verified',
    (known) => secondsOf(verifiedEntryOf(known)?.created_at),
  )
  figure(
    'ledger_audit_completed_timestamp_seconds',
    'When the audit last finished a round of all accounts',
    (known) => secondsOf(known.last_round?.completed_at),
  )
  figure(
    'ledger_audit_entries',
    'Journal items added up in the last round',
    (known) => known.last_round?.entries,
  )
  figure(
    'ledger_audit_skipped_accounts',
    'Accounts in such use that the last round could not read them as of one moment',
    (known) => known.last_round?.skipped,
  )
}

const secondsOf = (time: string | undefined): number | undefined =>
  time === undefined ? undefined : Date.parse(time) / 1_000
