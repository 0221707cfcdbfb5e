import type { PasswordManager } from '@cnop/common/security/password-manager'
import { AppError } from '@cnop/contracts/errors'

import { guardedBy, type GuardDeps } from '#src/domain/login-guard'
import { assertOwnCredentials, type StoredUser } from '#src/domain/user'

/**
 * Someone signed in has to show once more who they are.
 * @param more what has to hold as well; failing it counts like a wrong password.
 * @throws {AppError} WRONG_PASSWORD, TOO_MANY_ATTEMPTS, DEMO_LOCKED
 */
export const assertPassword = async (
  deps: Pick<GuardDeps, 'attempts' | 'accountPauses'> & { readonly passwords: PasswordManager },
  user: StoredUser,
  password: string,
  more: () => Promise<void> = async () => {},
): Promise<void> => {
  assertOwnCredentials(user)
  await guardedBy(deps, user.username, async () => {
    if ((await deps.passwords.verify(password, user.password_hash)) === 'wrong')
      throw new AppError('WRONG_PASSWORD', 'The current password is not right.')
    await more()
  })
}
