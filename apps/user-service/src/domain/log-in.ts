import type { PasswordManager } from '@cnop/common/security/password-manager'
import { AppError } from '@cnop/contracts/errors'

import {
  guardLogin,
  refuseLockedAddress,
  type GuardDeps,
  type LoginTry,
} from '#src/domain/login-guard'
import { hasTwoFactor, useTwoFactorCode, type TwoFactorDeps } from '#src/domain/two-factor'
import type { StoredUser, UserStore } from '#src/domain/user'

export type LoginDeps = GuardDeps &
  TwoFactorDeps & {
    readonly users: UserStore
    readonly passwords: PasswordManager
  }

export type LoginAttempt = Omit<LoginTry, 'account'> & {
  /** Username or email address as typed, folded. */
  readonly name: string
  readonly password: string
  readonly twoFactorCode: string | undefined
}

type LoggedIn = {
  readonly user: StoredUser
  readonly secondFactor: 'app' | 'recovery' | undefined
}

/** A log-in that was refused: for the log, whose account it was (if anyone's) and whether it locks it. */
export class LoginRefused extends AppError {
  readonly username: string | undefined
  readonly locks: boolean

  constructor(username: string | undefined, locks: boolean) {
    super('INVALID_CREDENTIALS', 'The username or the password is wrong.')
    this.username = username
    this.locks = locks
  }
}

/** Someone with the right password who may not come in. */
export class LoginSuspended extends AppError {
  readonly username: string

  constructor(username: string) {
    super(
      'ACCOUNT_SUSPENDED',
      'This account is suspended. Write to the people who run this platform.',
    )
    this.username = username
  }
}

/** Someone with the right password and a wrong code. */
export class SecondFactorRefused extends AppError {
  readonly username: string

  constructor(username: string, { message }: AppError) {
    super('TWO_FACTOR_INVALID', message)
    this.username = username
  }
}

/**
 * The user with this name (or email), password and, with two-factor log-in, code.
 *
 * @throws {LoginRefused} INVALID_CREDENTIALS: the same answer after the same work, whether or not there
 * is such a user. @throws {LoginSuspended} @throws {SecondFactorRefused}
 * @throws {AppError} TWO_FACTOR_REQUIRED, TOO_MANY_ATTEMPTS
 */
export const logIn = async (deps: LoginDeps, attempt: LoginAttempt): Promise<LoggedIn> => {
  await refuseLockedAddress(deps, attempt.address)
  const user = await findByName(deps.users, attempt.name)
  const guarded = await guardLogin(deps, { ...attempt, account: user?.username ?? attempt.name })
  const verdict = await deps.passwords.verify(attempt.password, user?.password_hash)
  if (user === undefined || verdict === 'wrong') {
    await guarded.failed()
    throw new LoginRefused(user?.username, guarded.last)
  }
  if (user.status === 'suspended') throw new LoginSuspended(user.username)
  const secondFactor = await checkSecondFactor(deps, user, attempt.twoFactorCode).catch(
    async (error: unknown) => {
      if (error instanceof SecondFactorRefused) await guarded.failed()
      throw error
    },
  )
  // Not before: or whoever has the password could guess codes without end.
  await guarded.succeeded()
  if (verdict === 'outdated') await rehash(deps, user, attempt.password)
  return { user, secondFactor }
}

const checkSecondFactor = async (
  deps: TwoFactorDeps,
  user: StoredUser,
  code: string | undefined,
): Promise<LoggedIn['secondFactor']> => {
  if (!hasTwoFactor(user)) return undefined
  if (code === undefined)
    throw new AppError('TWO_FACTOR_REQUIRED', 'Send the password again with a two_factor_code.')
  try {
    return await useTwoFactorCode(deps, user, code)
  } catch (error) {
    throw error instanceof AppError && error.code === 'TWO_FACTOR_INVALID'
      ? new SecondFactorRefused(user.username, error)
      : error
  }
}

const findByName = async (users: UserStore, name: string): Promise<StoredUser | undefined> =>
  name.includes('@') ? await users.findByEmail(name) : await users.findByUsername(name)

/** The password is known only now, so now is when an outdated hash can be replaced. */
const rehash = async (
  { users, passwords }: LoginDeps,
  user: StoredUser,
  password: string,
): Promise<void> => {
  try {
    const { username, password_hash: from } = user
    await users.changePasswordHash({ username, from, to: await passwords.hash(password) })
  } catch (error) {
    // Too busy right now: the next log-in will do it.
    if (!(error instanceof AppError)) throw error
  }
}
