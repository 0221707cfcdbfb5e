import { ApiProblem } from '@cnop/client/problem'

import { useUser } from '../../api/admin-users'
import { ButtonLink } from '../../components/ui/button'
import { Card } from '../../components/ui/card'
import { Empty } from '../../components/ui/empty'
import { Lines } from '../../components/ui/lines'
import { PageHeading } from '../../components/ui/page-heading'
import { QueryState } from '../../components/ui/query-state'
import { formatDateTime, formatUsd } from '../../lib/format'
import { paths } from '../../lib/paths'
import { useSession } from '../../lib/use-session'
import { AdjustmentForm } from './adjustment-form'
import { StatusForm } from './status-form'
import { TwoFactorResetForm } from './two-factor-reset-form'

/** One user: who, how much, and what an administrator may do about it. */
export const UserDetail = ({ username }: { readonly username: string }) => {
  const query = useUser(username)
  const session = useSession()
  const isOwn = session.state === 'signed-in' && session.user.username === username
  if (query.data === undefined && isUnknown(query.error)) return <NoSuchUser username={username} />
  return (
    <div className="grid gap-4">
      <PageHeading title={username} />
      <QueryState query={query} lines={8}>
        {({ user, balance }) => (
          <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-3">
            <Card title="Account">
              <div className="p-4">
                <Lines
                  lines={[
                    ['Name', `${user.first_name} ${user.last_name}`],
                    ['Email', user.email],
                    ['Role', user.role],
                    ['Status', user.status],
                    ['Two-factor', user.two_factor_enabled ? 'on' : 'off'],
                    ['Since', formatDateTime(user.created_at)],
                    ['Cash available', formatUsd(balance.available)],
                    ['Cash held', formatUsd(balance.held)],
                  ]}
                />
              </div>
            </Card>
            {isOwn ? (
              <Card title="Balance and access">
                <p className="p-4 text-sm text-muted">
                  This is your own account. Another administrator can adjust its balance and change
                  its access.
                </p>
              </Card>
            ) : (
              <>
                <Card title="Balance">
                  <AdjustmentForm username={username} />
                </Card>
                <Card title="Access">
                  <StatusForm user={user} />
                  {user.two_factor_enabled && <TwoFactorResetForm username={username} />}
                </Card>
              </>
            )}
          </div>
        )}
      </QueryState>
    </div>
  )
}

const isUnknown = (error: unknown): boolean =>
  error instanceof ApiProblem &&
  (error.code === 'USER_NOT_FOUND' || error.code === 'VALIDATION_FAILED')

const NoSuchUser = ({ username }: { readonly username: string }) => (
  <Card>
    <Empty>
      <PageHeading title="There is no such user" />
      <p>Nobody is called {username}. The name may have been mistyped.</p>
      <ButtonLink to={paths.admin} look="secondary">
        All users
      </ButtonLink>
    </Empty>
  </Card>
)
