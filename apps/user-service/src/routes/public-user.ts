import type { User } from '@cnop/contracts/accounts'

import type { StoredUser } from '#src/domain/user'

/** What the API shows of a user: everything but the password hash. */
export const publicUser = ({ password_hash: _hidden, ...user }: StoredUser): User => user
