import type { PasswordManager } from '@cnop/common/security/password-manager'
import { AppError } from '@cnop/contracts/errors'

import { assertNewPassword } from '#src/domain/assert-new-password'
import { assertPassword } from '#src/domain/assert-password'
import { endAllSessions, type Ending } from '#src/domain/end-sessions'
import type { GuardDeps } from '#src/domain/login-guard'
import { findUser, type UserStore } from '#src/domain/user'

type Deps = Ending &
  Pick<GuardDeps, 'attempts' | 'accountPauses'> & {
    readonly users: UserStore
    readonly passwords: PasswordManager
  }

type Change = {
  readonly username: string
  /** The session that goes on. */
  readonly sessionId: string
  readonly currentPassword: string
  readonly newPassword: string
}

/**
 * Changes the password and ends all other sessions: whoever had the old one is out. Answers which ended.
 * @throws {AppError} USER_NOT_FOUND, WRONG_PASSWORD, TOO_MANY_ATTEMPTS, VALIDATION_FAILED
 */
export const changePassword = async (deps: Deps, change: Change): Promise<string[]> => {
  const { username, sessionId, currentPassword, newPassword } = change
  const user = await findUser(deps.users, username)
  await assertPassword(deps, user, currentPassword)
  if (newPassword === currentPassword) throw samePassword()
  assertNewPassword({ ...user, password: newPassword, field: 'new_password' })
  const changed = await deps.users.changePasswordHash({
    username,
    from: user.password_hash,
    to: await deps.passwords.hash(newPassword),
    now: deps.now().toISOString(),
  })
  // Someone else has changed it since: the password given is not the current one any more.
  if (!changed) throw new AppError('WRONG_PASSWORD', 'The current password is not right.')
  return await endAllSessions(deps, username, sessionId)
}

const samePassword = (): AppError =>
  new AppError('VALIDATION_FAILED', 'Some fields are not valid.', {
    fieldErrors: [{ field: 'new_password', message: 'must differ from the current one' }],
  })
