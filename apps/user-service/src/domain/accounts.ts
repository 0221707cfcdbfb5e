import type { PasswordManager } from '@cnop/common/security/password-manager'
import { AppError } from '@cnop/contracts/errors'

import type { StoredUser, UserStore } from '#src/domain/user'

type Accounts = {
  readonly users: UserStore
  readonly passwords: PasswordManager
  readonly now: () => Date
}

export type NewUser = Omit<StoredUser, 'password_hash' | 'role' | 'created_at' | 'updated_at'> & {
  readonly password: string
}

/**
 * Opens an account with a zero balance. Everyone starts as a customer.
 * @throws {AppError} USERNAME_TAKEN, EMAIL_TAKEN
 */
export const registerUser = async (accounts: Accounts, newUser: NewUser): Promise<StoredUser> => {
  const { password, ...profile } = newUser
  const now = accounts.now().toISOString()
  const user: StoredUser = {
    ...profile,
    password_hash: await accounts.passwords.hash(password),
    role: 'customer',
    created_at: now,
    updated_at: now,
  }
  await accounts.users.create(user)
  return user
}

/**
 * The user with this name (or email) and password.
 * @throws {AppError} INVALID_CREDENTIALS: the same answer after the same work, whether or not there is one.
 */
export const checkCredentials = async (
  accounts: Accounts,
  name: string,
  password: string,
): Promise<StoredUser> => {
  const user = name.includes('@')
    ? await accounts.users.findByEmail(name)
    : await accounts.users.findByUsername(name)
  const correct = await accounts.passwords.verify(password, user?.password_hash)
  if (user === undefined || !correct)
    throw new AppError('INVALID_CREDENTIALS', 'The username or the password is wrong.')
  return user
}
