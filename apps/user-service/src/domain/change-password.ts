import type { PasswordManager } from '@cnop/common/security/password-manager'
import { AppError } from '@cnop/contracts/errors'
import { normalizePassword } from '@cnop/contracts/password-rules'

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
 *
 * They end before the change, so that a failure in between leaves a request that can be sent again: after the
 * change the old password would be refused, and the sessions would go on.
 *
 * @throws {AppError} USER_NOT_FOUND, WRONG_PASSWORD, TOO_MANY_ATTEMPTS, VALIDATION_FAILED, TRY_AGAIN
 */
export const changePassword = async (deps: Deps, change: Change): Promise<string[]> => {
  const { username, sessionId, currentPassword, newPassword } = change
  const user = await findUser(deps.users, username)
  await assertPassword(deps, user, currentPassword)
  if (normalizePassword(newPassword) === normalizePassword(currentPassword)) throw samePassword()
  await assertNewPassword({ ...user, password: newPassword, field: 'new_password' })
  const to = await deps.passwords.hash(newPassword)
  const ended = await endAllSessions(deps, username, sessionId)
  const changed = await deps.users.changePasswordHash({
    username,
    from: user.password_hash,
    to,
    now: deps.now().toISOString(),
  })
  // Someone else has changed it since: the password given is not the current one any more.
  if (!changed) throw new AppError('WRONG_PASSWORD', 'The current password is not right.')
  // Someone with the old password may have come in since.
  return [...ended, ...(await endAllSessions(deps, username, sessionId))]
}

const samePassword = (): AppError =>
  new AppError('VALIDATION_FAILED', 'Some fields are not valid.', {
    fieldErrors: [{ field: 'new_password', message: 'must differ from the current one' }],
  })
