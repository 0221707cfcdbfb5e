import type { AuditProgress } from '@cnop/common/ledger/audit/progress'
import { timeOf } from '@cnop/common/ledger/new-id'

/**
 * Differences known now: those of the round under way, and those of the last one until it is over, as
 * what was wrong stays wrong until it has been looked at again.
 */
export const driftOf = ({ round, last_round: last }: AuditProgress): number =>
  Math.max(round?.findings.length ?? 0, last?.findings.length ?? 0)

/** The newest journal item that was verified. */
export const verifiedEntryOf = ({
  round,
  last_round: last,
}: AuditProgress): { id: string; created_at: string } | undefined => {
  const id = [round?.newest, last?.newest]
    .flatMap((each) => each ?? [])
    .toSorted()
    .at(-1)
  return id === undefined ? undefined : { id, created_at: new Date(timeOf(id)).toISOString() }
}
