import { AppError } from '@cnop/contracts/errors'

import { endAllSessions, type Ending } from '#src/domain/end-sessions'
import { findUser, type StoredUser, type UserStore } from '#src/domain/user'

/**
 * Gives someone who has an account, and so a password of their own choice, the role of an administrator.
 * All sessions end, so that the next log-in gets a token that says so.
 * @throws {AppError} USER_NOT_FOUND, ACCOUNT_SUSPENDED
 */
export const makeAdmin = async (
  deps: Ending & { readonly users: UserStore },
  username: string,
): Promise<StoredUser> => {
  const user = await findUser(deps.users, username)
  if (user.status === 'suspended')
    throw new AppError('ACCOUNT_SUSPENDED', 'This account is suspended: reactivate it first.')
  await deps.users.changeRole(username, 'admin', deps.now().toISOString())
  await endAllSessions(deps, username)
  return user
}
