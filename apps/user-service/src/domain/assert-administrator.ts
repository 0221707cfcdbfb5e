import { AppError } from '@cnop/contracts/errors'

import type { UserStore } from '#src/domain/user'

/**
 * The token says that its holder is an administrator; this asks whether that still holds, because a token
 * lives half an hour.
 * @throws {AppError} FORBIDDEN
 */
export const assertAdministrator = async (users: UserStore, username: string): Promise<void> => {
  const user = await users.findByUsername(username)
  if (user?.role !== 'admin' || user.status !== 'active')
    throw new AppError('FORBIDDEN', 'This is for administrators.')
}
