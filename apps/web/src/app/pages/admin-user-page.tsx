import { Link, useParams } from 'react-router-dom'

import { UserDetail } from '../../features/admin/user-detail'
import { paths } from '../../lib/paths'

export const AdminUserPage = () => {
  const { username = '' } = useParams()
  return (
    <div className="grid gap-4">
      <Link to={paths.admin} className="text-sm font-medium text-accent">
        ← Administration
      </Link>
      <UserDetail username={username} />
    </div>
  )
}
