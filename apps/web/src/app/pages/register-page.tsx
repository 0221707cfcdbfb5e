import { Link } from 'react-router-dom'

import { Card } from '../../components/ui/card'
import { PageHeading } from '../../components/ui/page-heading'
import { RegisterForm } from '../../features/session/register-form'
import { paths } from '../../lib/paths'

export const RegisterPage = () => (
  <div className="mx-auto grid max-w-lg gap-4">
    <PageHeading title="Open an account" />
    <Card>
      <div className="p-5">
        <RegisterForm />
      </div>
    </Card>
    <p className="text-sm text-muted">
      Already have one?{' '}
      <Link to={paths.login} className="font-medium text-accent underline">
        Log in
      </Link>
    </p>
  </div>
)
