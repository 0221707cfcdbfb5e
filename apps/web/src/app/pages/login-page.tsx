import { Link } from 'react-router-dom'

import { Card } from '../../components/ui/card'
import { Notice } from '../../components/ui/notice'
import { PageHeading } from '../../components/ui/page-heading'
import { DemoLogin } from '../../features/session/demo-login'
import { LoginForm } from '../../features/session/login-form'
import { paths } from '../../lib/paths'
import { useSession } from '../../lib/use-session'

export const LoginPage = () => {
  const session = useSession()
  return (
    <div className="mx-auto grid max-w-md gap-4">
      <PageHeading title="Log in" />
      {session.state === 'signed-out' && session.expired ? (
        <Notice tone="warning">Your session has ended. Log in again to go on.</Notice>
      ) : null}
      <Card>
        <div className="grid gap-4 p-5">
          <LoginForm />
          <DemoLogin />
        </div>
      </Card>
      <p className="text-sm text-muted">
        No account yet?{' '}
        <Link to={paths.register} className="font-medium text-accent underline">
          Register
        </Link>
      </p>
    </div>
  )
}
