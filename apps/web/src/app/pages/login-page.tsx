import { Link, useLocation } from 'react-router-dom'

import { Card } from '../../components/ui/card'
import { Notice } from '../../components/ui/notice'
import { PageHeading } from '../../components/ui/page-heading'
import { DemoLogin } from '../../features/session/demo-login'
import { LoginForm } from '../../features/session/login-form'
import { paths } from '../../lib/paths'
import { useUnheardLogOut } from '../../lib/unheard-log-out'
import { useSession } from '../../lib/use-session'
import { saysSignedOut } from '../session-gates'

export const LoginPage = () => {
  const session = useSession()
  const { search, state } = useLocation()
  const isUnheard = useUnheardLogOut()
  return (
    <div className="mx-auto grid max-w-md gap-4">
      <PageHeading title="Log in" />
      {session.state === 'signed-out' && session.expired ? (
        <Notice tone="warning">Your session has ended. Log in again to go on.</Notice>
      ) : null}
      {saysSignedOut(state) && !isUnheard ? (
        <Notice tone="success">You are signed out.</Notice>
      ) : null}
      <Card>
        <div className="grid gap-4 p-5">
          <LoginForm />
          <DemoLogin />
        </div>
      </Card>
      <p className="text-sm text-muted">
        No account yet? {/* With where to go back to. */}
        <Link
          to={{ pathname: paths.register, search }}
          className="font-medium text-accent underline"
        >
          Register
        </Link>
      </p>
    </div>
  )
}
