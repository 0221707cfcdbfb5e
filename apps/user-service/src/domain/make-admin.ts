import { userSubject } from '@cnop/contracts/internal'

import { endAllSessions, type Ending } from '#src/domain/end-sessions'
import { findUser, type StoredUser, type UserStore } from '#src/domain/user'

/**
 * Gives someone who has an account, and so a password of their own choice, the role of an administrator,
 * and access again to someone suspended. All sessions end, so that the next log-in gets a token that says so.
 * @returns the user as it was before. @throws {AppError} USER_NOT_FOUND, TRY_AGAIN
 */
export const makeAdmin = async (
  deps: Ending & { readonly users: UserStore },
  username: string,
): Promise<StoredUser> => {
  const before = await findUser(deps.users, username)
  await deps.users.changeStanding({
    username,
    role: 'admin',
    status: 'active',
    now: deps.now().toISOString(),
  })
  if (before.status === 'suspended') await deps.revoker.change([userSubject(username)], 'restored')
  await endAllSessions(deps, username)
  return before
}
