import type { AdminUser } from '@cnop/contracts/accounts'
import { useState } from 'react'
import { Link } from 'react-router-dom'

import { useUsers } from '../../api/admin-users'
import { Card } from '../../components/ui/card'
import { Empty } from '../../components/ui/empty'
import { LoadMore } from '../../components/ui/load-more'
import { QueryState } from '../../components/ui/query-state'
import { Cell, HeadCell, NarrowLine, Table, linkedRow, rowLink } from '../../components/ui/table'
import { TextField } from '../../components/ui/text-field'
import { formatDateTime } from '../../lib/format'
import { paths } from '../../lib/paths'

/** All users by name, to look one up. */
export const UsersTable = () => {
  const [search, setSearch] = useState('')
  const query = useUsers(search.trim())
  return (
    <Card title="Users">
      <div className="max-w-sm p-4">
        <TextField
          label="Find"
          type="search"
          placeholder="Start of a name, or an email"
          value={search}
          onValue={setSearch}
        />
      </div>
      <QueryState query={query} lines={8}>
        {({ pages }) => {
          const users = pages.flatMap((page) => page.users)
          return (
            <>
              {users.length === 0 ? <Empty>Nobody is called that.</Empty> : <Rows users={users} />}
              <LoadMore query={query} />
            </>
          )
        }}
      </QueryState>
    </Card>
  )
}

const Rows = ({ users }: { readonly users: readonly AdminUser[] }) => (
  <Table label="Users">
    <thead>
      <tr>
        <HeadCell>User</HeadCell>
        <HeadCell wide>Email</HeadCell>
        <HeadCell wide>Role</HeadCell>
        <HeadCell widest>Two-factor</HeadCell>
        <HeadCell widest>Since</HeadCell>
        <HeadCell>Status</HeadCell>
      </tr>
    </thead>
    <tbody>
      {users.map((user) => (
        <tr key={user.username} className={linkedRow}>
          <Cell words>
            <Link
              to={paths.adminUser(user.username)}
              className={`font-semibold wrap-anywhere ${rowLink}`}
            >
              {user.username}
            </Link>
            <NarrowLine>{user.email}</NarrowLine>
          </Cell>
          <Cell wide>{user.email}</Cell>
          <Cell wide>{user.role}</Cell>
          <Cell widest>{user.two_factor_enabled ? 'On' : 'Off'}</Cell>
          <Cell widest>{formatDateTime(user.created_at)}</Cell>
          <Cell>
            <span className={user.status === 'suspended' ? 'font-medium text-down' : 'text-muted'}>
              {user.status === 'suspended' ? 'Suspended' : 'Active'}
            </span>
          </Cell>
        </tr>
      ))}
    </tbody>
  </Table>
)
