import type { PasswordManager } from '@cnop/common/security/password-manager'
import { AppError } from '@cnop/contracts/errors'

import type { StoredUser } from '#src/domain/user'

/** @throws {AppError} WRONG_PASSWORD: someone signed in has to show once more who they are. */
export const assertPassword = async (
  passwords: PasswordManager,
  user: StoredUser,
  password: string,
): Promise<void> => {
  if (!(await passwords.verify(password, user.password_hash)))
    throw new AppError('WRONG_PASSWORD', 'The current password is not right.')
}
