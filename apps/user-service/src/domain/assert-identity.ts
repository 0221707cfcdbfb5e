import { AppError } from '@cnop/contracts/errors'

import { assertPassword } from '#src/domain/assert-password'
import type { GuardDeps } from '#src/domain/login-guard'
import { hasTwoFactor, useTwoFactorCode, type TwoFactorDeps } from '#src/domain/two-factor'
import type { StoredUser } from '#src/domain/user'

export type IdentityDeps = Parameters<typeof assertPassword>[0] &
  Pick<GuardDeps, 'now'> &
  TwoFactorDeps

/**
 * Someone signed in has to show once more who they are, with everything that a log-in takes.
 * @returns the kind of second factor that was used up.
 * @throws {AppError} WRONG_PASSWORD, TWO_FACTOR_REQUIRED, TWO_FACTOR_INVALID, TOO_MANY_ATTEMPTS
 */
export const assertIdentity = async (
  deps: IdentityDeps,
  user: StoredUser,
  given: { readonly password: string; readonly code: string | undefined },
): Promise<'app' | 'recovery' | undefined> => {
  const { code } = given
  if (!hasTwoFactor(user)) {
    await assertPassword(deps, user, given.password)
    return undefined
  }
  if (code === undefined)
    throw new AppError('TWO_FACTOR_REQUIRED', 'Send it again with a code of your second factor.')
  let used: 'app' | 'recovery' | undefined
  await assertPassword(deps, user, given.password, async () => {
    used = await useTwoFactorCode(deps, user, code)
  })
  return used
}
