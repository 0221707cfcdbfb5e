import { Link } from 'react-router-dom'

import { useProfile } from '../../api/profile'
import { Card } from '../../components/ui/card'
import { PageHeading } from '../../components/ui/page-heading'
import { QueryState } from '../../components/ui/query-state'
import { ApiKeys } from '../../features/security/api-keys'
import { OwnEvents } from '../../features/security/own-events'
import { PasswordForm } from '../../features/security/password-form'
import { ProfileForm } from '../../features/security/profile-form'
import { SessionsTable } from '../../features/security/sessions-table'
import { TwoFactor } from '../../features/security/two-factor'
import { paths } from '../../lib/paths'
import { useSession } from '../../lib/use-session'
import { ThemeChoice } from '../theme-choice'

export const SecurityPage = () => {
  const session = useSession()
  const isDemo = session.state === 'signed-in' && session.user.demo
  return (
    <div data-in-turn className="grid gap-4">
      <PageHeading title="Profile and security" />
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2">
        <div data-in-turn className="grid grid-cols-1 gap-4">
          <Card title="Profile">
            <QueryState query={useProfile()} lines={9}>
              {(user) => <ProfileForm user={user} />}
            </QueryState>
          </Card>
          {isDemo ? (
            <Card title="Password, two-factor log-in, API keys">
              <p className="p-4 text-sm text-muted">
                Not available in a demo account.{' '}
                <Link to={paths.register} className="font-medium text-accent underline">
                  Open an account
                </Link>{' '}
                to use them.
              </p>
            </Card>
          ) : (
            <>
              <Card title="Password">
                <PasswordForm />
              </Card>
              <Card title="Two-factor log-in">
                <TwoFactor />
              </Card>
            </>
          )}
        </div>
        <div data-in-turn className="grid grid-cols-1 gap-4">
          <Card title="Theme">
            <div className="p-4">
              <ThemeChoice />
            </div>
          </Card>
          <Card title="Sessions">
            <SessionsTable />
          </Card>
          {isDemo ? null : (
            <Card title="API keys">
              <ApiKeys />
            </Card>
          )}
        </div>
      </div>
      <Card title="Recent security events">
        <OwnEvents />
      </Card>
    </div>
  )
}
