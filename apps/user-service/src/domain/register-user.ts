import type { PasswordManager } from '@cnop/common/security/password-manager'

import { assertNewPassword } from '#src/domain/assert-new-password'
import type { StoredUser, UserStore } from '#src/domain/user'

type Accounts = {
  readonly users: UserStore
  readonly passwords: PasswordManager
  readonly now: () => Date
}

export type NewUser = Omit<
  StoredUser,
  'password_hash' | 'role' | 'status' | 'created_at' | 'updated_at'
> & {
  readonly password: string
}

/**
 * Opens an account with a zero balance. Everyone starts as a customer.
 * @throws {AppError} USERNAME_TAKEN, EMAIL_TAKEN, VALIDATION_FAILED
 */
export const registerUser = async (accounts: Accounts, newUser: NewUser): Promise<StoredUser> => {
  const { password, ...profile } = newUser
  await assertNewPassword({ ...profile, password, field: 'password' })
  const now = accounts.now().toISOString()
  const user: StoredUser = {
    ...profile,
    password_hash: await accounts.passwords.hash(password),
    role: 'customer',
    status: 'active',
    created_at: now,
    updated_at: now,
  }
  await accounts.users.create(user)
  return user
}
