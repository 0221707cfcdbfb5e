import type { Session } from '@cnop/contracts/sessions'
import { useState } from 'react'

import { useEndSessions, useSessions } from '../../api/sessions'
import { Button } from '../../components/ui/button'
import { CheckField } from '../../components/ui/check-field'
import { Outcome } from '../../components/ui/outcome'
import { QueryState } from '../../components/ui/query-state'
import { Cell, HeadCell, NarrowLine, Table } from '../../components/ui/table'
import { formatDateTime } from '../../lib/format'

/** Where one is signed in, each with a way to end it. */
export const SessionsTable = () => {
  const query = useSessions()
  const ending = useEndSessions()
  const [revokesKeys, setRevokesKeys] = useState(false)
  return (
    <QueryState query={query} lines={3}>
      {(sessions) => (
        <>
          <Table label="Your sessions">
            <thead>
              <tr>
                <HeadCell>Device</HeadCell>
                <HeadCell wide>Address</HeadCell>
                <HeadCell wide>Logged in</HeadCell>
                <HeadCell wide>Last used</HeadCell>
                <HeadCell number>
                  <span className="sr-only">End it</span>
                </HeadCell>
              </tr>
            </thead>
            <tbody>
              {sessions.map((session) => (
                <SessionRow
                  key={session.session_id}
                  session={session}
                  busy={ending.isPending}
                  onEnd={() => ending.mutate({ sessionId: session.session_id })}
                />
              ))}
            </tbody>
          </Table>
          <div className="grid gap-3 border-t border-line p-4">
            <Outcome of={ending} done={ending.data?.message} />
            <CheckField
              label="Also revoke all API keys"
              checked={revokesKeys}
              onChecked={setRevokesKeys}
            />
            <div>
              <Button
                look="secondary"
                busy={ending.isPending}
                disabled={sessions.length < 2 && !revokesKeys}
                onClick={() => ending.mutate({ revokesKeys })}
              >
                Sign out everywhere else
              </Button>
            </div>
          </div>
        </>
      )}
    </QueryState>
  )
}

type SessionRowProps = {
  readonly session: Session
  readonly busy: boolean
  readonly onEnd: () => void
}

const SessionRow = ({ session, busy, onEnd }: SessionRowProps) => (
  <tr>
    <Cell>
      <span title={session.user_agent}>{session.device}</span>
      <NarrowLine>{session.address}</NarrowLine>
      <NarrowLine>Last used {formatDateTime(session.last_used_at)}</NarrowLine>
    </Cell>
    <Cell wide>{session.address}</Cell>
    <Cell wide>{formatDateTime(session.created_at)}</Cell>
    <Cell wide>{formatDateTime(session.last_used_at)}</Cell>
    <Cell number>
      {session.current ? (
        <span className="text-xs text-muted">This one</span>
      ) : (
        <Button
          look="secondary"
          small
          busy={busy}
          aria-label={`End the session of ${session.device} from ${session.address}`}
          onClick={onEnd}
        >
          End
        </Button>
      )}
    </Cell>
  </tr>
)
