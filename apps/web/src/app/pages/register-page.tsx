import { Link, useLocation } from 'react-router-dom'

import { Card } from '../../components/ui/card'
import { PageHeading } from '../../components/ui/page-heading'
import { RegisterForm } from '../../features/session/register-form'
import { paths } from '../../lib/paths'

export const RegisterPage = () => {
  const { search } = useLocation()
  return (
    <div className="mx-auto grid max-w-lg gap-4">
      <PageHeading title="Open an account" />
      <Card>
        <div className="p-5">
          <RegisterForm />
        </div>
      </Card>
      <p className="text-sm text-muted">
        Already have one? {/* With where to go back to. */}
        <Link to={{ pathname: paths.login, search }} className="font-medium text-accent underline">
          Log in
        </Link>
      </p>
    </div>
  )
}
