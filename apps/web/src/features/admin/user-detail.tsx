import { useUser } from '../../api/admin-users'
import { Card } from '../../components/ui/card'
import { Lines } from '../../components/ui/lines'
import { QueryState } from '../../components/ui/query-state'
import { formatDateTime, formatUsd } from '../../lib/format'
import { AdjustmentForm } from './adjustment-form'
import { StatusForm } from './status-form'

/** One user: who, how much, and what an administrator may do about it. */
export const UserDetail = ({ username }: { readonly username: string }) => (
  <QueryState query={useUser(username)} lines={8}>
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
        <Card title="Balance">
          <AdjustmentForm username={username} />
        </Card>
        <Card title="Access">
          <StatusForm user={user} />
        </Card>
      </div>
    )}
  </QueryState>
)
