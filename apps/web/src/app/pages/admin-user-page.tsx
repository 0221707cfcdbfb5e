import { Link, useParams } from 'react-router-dom'

import { PageHeading } from '../../components/ui/page-heading'
import { UserDetail } from '../../features/admin/user-detail'
import { paths } from '../../lib/paths'

export const AdminUserPage = () => {
  const { username = '' } = useParams()
  return (
    <div className="grid gap-4">
      <Link to={paths.admin} className="text-sm font-medium text-accent">
        ← Administration
      </Link>
      <PageHeading title={username} />
      <UserDetail username={username} />
    </div>
  )
}
