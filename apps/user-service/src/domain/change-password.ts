import type { PasswordManager } from '@cnop/common/security/password-manager'
import { AppError } from '@cnop/contracts/errors'
import { normalizePassword } from '@cnop/contracts/password-rules'

import { assertNewPassword } from '#src/domain/assert-new-password'
import { assertPassword } from '#src/domain/assert-password'
import { endAllSessions, type Ending } from '#src/domain/end-sessions'
import type { GuardDeps } from '#src/domain/login-guard'
import { revokeAllApiKeys, type KeyEnding } from '#src/domain/manage-api-keys'
import { findUser, type UserStore } from '#src/domain/user'

type Deps = Ending &
  KeyEnding &
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
  /** Keys made with the old password are revoked with it. */
  readonly revokesApiKeys: boolean
}

/** Ids of what has ended with the old password. */
type Ended = { readonly sessions: string[]; readonly apiKeys: string[] }

/**
 * Changes the password and ends all other sessions, and the API keys where that is asked for: whoever had
 * the old password is out.
 *
 * They end before the change, so that a failure in between leaves a request that can be sent again: after the
 * change the old password would be refused, and the sessions would go on.
 *
 * @throws {AppError} USER_NOT_FOUND, WRONG_PASSWORD, TOO_MANY_ATTEMPTS, VALIDATION_FAILED, TRY_AGAIN
 */
export const changePassword = async (deps: Deps, change: Change): Promise<Ended> => {
  const { username, currentPassword, newPassword } = change
  const user = await findUser(deps.users, username)
  await assertPassword(deps, user, currentPassword)
  if (normalizePassword(newPassword) === normalizePassword(currentPassword)) throw samePassword()
  await assertNewPassword({ ...user, password: newPassword, field: 'new_password' })
  const to = await deps.passwords.hash(newPassword)
  const before = await endAccess(deps, change)
  const changed = await deps.users.changePasswordHash({
    username,
    from: user.password_hash,
    to,
    now: deps.now().toISOString(),
  })
  // Someone else has changed it since: the password given is not the current one any more.
  if (!changed) throw new AppError('WRONG_PASSWORD', 'The current password is not right.')
  // Someone with the old password may have come in since.
  const since = await endAccess(deps, change)
  return {
    sessions: [...before.sessions, ...since.sessions],
    apiKeys: [...before.apiKeys, ...since.apiKeys],
  }
}

const endAccess = async (
  deps: Deps,
  { username, sessionId, revokesApiKeys }: Change,
): Promise<Ended> => ({
  sessions: await endAllSessions(deps, username, sessionId),
  apiKeys: revokesApiKeys ? await revokeAllApiKeys(deps, username) : [],
})

const samePassword = (): AppError =>
  new AppError('VALIDATION_FAILED', 'Some fields are not valid.', {
    fieldErrors: [{ field: 'new_password', message: 'must differ from the current one' }],
  })
