import type { PasswordManager } from '@cnop/common/security/password-manager'
import { AppError } from '@cnop/contracts/errors'

import { assertPassword } from '#src/domain/assert-password'
import type { GuardDeps } from '#src/domain/login-guard'
import { findUser, type ProfileFields, type StoredUser, type UserStore } from '#src/domain/user'

type Deps = Pick<GuardDeps, 'attempts' | 'accountPauses'> & {
  readonly users: UserStore
  readonly passwords: PasswordManager
  readonly now: () => Date
}

/** Fields that are `undefined` stay as they are. */
type ProfileChange = {
  readonly [Field in keyof ProfileFields]?: ProfileFields[Field] | undefined
} & {
  readonly email?: string | undefined
  readonly current_password?: string | undefined
}

/**
 * Changes the named fields of a profile and answers all of it. A new address needs the password: whoever
 * has the address can be sent a new password one day.
 * @throws {AppError} USER_NOT_FOUND, EMAIL_TAKEN, WRONG_PASSWORD, TOO_MANY_ATTEMPTS, VALIDATION_FAILED
 */
export const changeProfile = async (
  deps: Deps,
  username: string,
  change: ProfileChange,
): Promise<StoredUser> => {
  const { email, current_password, ...rest } = change
  const fields = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  const user = await findUser(deps.users, username)
  if (email !== undefined && email !== user.email) {
    if (current_password === undefined) throw passwordMissing()
    await assertPassword(deps, user, current_password)
    await deps.users.changeEmail(user, email, deps.now().toISOString())
  }
  if (Object.keys(fields).length > 0)
    await deps.users.changeProfile(username, fields, deps.now().toISOString())
  return await findUser(deps.users, username)
}

const passwordMissing = (): AppError =>
  new AppError('VALIDATION_FAILED', 'Some fields are not valid.', {
    fieldErrors: [
      { field: 'current_password', message: 'is required to change the email address' },
    ],
  })
