import type { AuditRound } from '@cnop/contracts/ledger-audit'

import { useLedgerAudit, useRunLedgerAudit } from '../../api/admin-audit'
import { Button } from '../../components/ui/button'
import { Card } from '../../components/ui/card'
import { Lines } from '../../components/ui/lines'
import { Notice } from '../../components/ui/notice'
import { Outcome } from '../../components/ui/outcome'
import { QueryState } from '../../components/ui/query-state'
import { formatDateTime, formatUsd } from '../../lib/format'

/** Whether every balance is the sum of its journal, as the audit last found. */
export const LedgerAudit = () => {
  const run = useRunLedgerAudit()
  return (
    <Card title="Ledger audit">
      <div className="grid gap-3 p-4">
        <QueryState query={useLedgerAudit()} lines={5}>
          {({ drift, last_round, current_round }) => (
            <>
              {drift === 0 ? (
                <p className="text-sm font-medium text-up">Everything adds up.</p>
              ) : (
                <Notice tone="error">
                  {drift} figures differ from what the journal adds up to.
                </Notice>
              )}
              {last_round === null ? (
                <p className="text-sm text-muted">No round has ended yet.</p>
              ) : (
                <Round round={last_round} />
              )}
              {current_round === null ? null : (
                <p className="text-xs text-muted">
                  A round is under way: {current_round.users} accounts so far.
                </p>
              )}
            </>
          )}
        </QueryState>
        <Outcome of={run} done={run.data?.message} />
        <div>
          <Button look="secondary" busy={run.isPending} onClick={() => run.mutate()}>
            Audit all accounts
          </Button>
        </div>
      </div>
    </Card>
  )
}

const Round = ({ round }: { readonly round: AuditRound }) => (
  <>
    <Lines
      lines={[
        ['Last round', formatDateTime(round.completed_at ?? round.started_at)],
        ['Accounts', String(round.users)],
        ['Journal entries', String(round.entries)],
        ['Paid in', formatUsd(round.paid_in)],
        ['Cash', formatUsd(round.cash)],
        ['In trades', formatUsd(round.in_trades)],
      ]}
    />
    {round.findings.map(({ username, item, field, stored, expected }) => (
      <Notice key={`${item} ${field}`} tone="error">
        {username}, {field} of {item}: {stored} is stored, {expected} is what the journal adds up
        to.
      </Notice>
    ))}
  </>
)
