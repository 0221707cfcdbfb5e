import { openSecret, sealSecret } from '@cnop/common/security/secret-box'
import { OwnAccount } from '@cnop/contracts/domain-errors'
import { AppError } from '@cnop/contracts/errors'

import type { AccountKeys } from '#src/domain/account-keys'
import { hashRecoveryCode, newRecoveryCodes } from '#src/domain/recovery-codes'
import { matchingStep, newTotpSecret } from '#src/domain/totp'
import { assertOwnCredentials, type StoredUser } from '#src/domain/user'

export type TwoFactorStore = {
  /** Keeps a secret that is not confirmed yet, in the place of an earlier one. */
  propose(username: string, sealed: string): Promise<void>
  /** Turns it on, if this secret is still the proposed one and it is not on already. Whether it was. */
  turnOn(
    username: string,
    on: { readonly sealed: string; readonly step: number; readonly recoveryHashes: string[] },
  ): Promise<boolean>
  turnOff(username: string): Promise<void>
  /** Whether no code of this step or a later one had been used: each code works once. */
  useStep(username: string, step: number): Promise<boolean>
  /** Whether the code was there; it no longer is. */
  useRecoveryCode(username: string, hash: string): Promise<boolean>
}

export type TwoFactorDeps = {
  readonly twoFactor: TwoFactorStore
  readonly keys: AccountKeys
  readonly now: () => Date
}

const contextOf = (username: string): string => `two-factor secret of ${username}`

/**
 * A new secret, to be confirmed with a code of it.
 * @throws {AppError} TWO_FACTOR_ON, DEMO_LOCKED
 */
export const proposeTwoFactor = async (
  { twoFactor, keys }: TwoFactorDeps,
  user: StoredUser,
): Promise<Buffer> => {
  assertOwnCredentials(user)
  if (user.totp_secret !== undefined) throw alreadyOn()
  const secret = newTotpSecret()
  await twoFactor.propose(
    user.username,
    sealSecret(keys.twoFactor, secret, contextOf(user.username)),
  )
  return secret
}

/**
 * Turns two-factor log-in on and answers the recovery codes.
 * @throws {AppError} TWO_FACTOR_ON, TWO_FACTOR_NOT_PROPOSED, TWO_FACTOR_INVALID
 */
export const confirmTwoFactor = async (
  { twoFactor, keys, now }: TwoFactorDeps,
  user: StoredUser,
  code: string,
): Promise<string[]> => {
  const { username, totp_proposed: sealed } = user
  if (user.totp_secret !== undefined) throw alreadyOn()
  if (sealed === undefined)
    throw new AppError('TWO_FACTOR_NOT_PROPOSED', 'Ask for a secret first (enable).')
  const secret = openSecret(keys.twoFactor, sealed, contextOf(username))
  const step = matchingStep(secret, code, now())
  if (step === undefined) throw invalidCode()
  const codes = newRecoveryCodes()
  const recoveryHashes = codes.map((each) => hashRecoveryCode(keys.recovery, username, each))
  if (!(await twoFactor.turnOn(username, { sealed, step, recoveryHashes }))) throw alreadyOn()
  return codes
}

/**
 * Checks a code of someone with two-factor log-in and uses it up.
 * @returns which kind it was. @throws {AppError} TWO_FACTOR_INVALID for a wrong or a used one.
 */
export const useTwoFactorCode = async (
  { twoFactor, keys, now }: TwoFactorDeps,
  user: StoredUser & { readonly totp_secret: string },
  code: string,
): Promise<'app' | 'recovery'> => {
  const { username } = user
  if (/^\d{6}$/.test(code)) {
    const secret = openSecret(keys.twoFactor, user.totp_secret, contextOf(username))
    const step = matchingStep(secret, code, now())
    if (step !== undefined && (await twoFactor.useStep(username, step))) return 'app'
  } else if (
    await twoFactor.useRecoveryCode(username, hashRecoveryCode(keys.recovery, username, code))
  )
    return 'recovery'
  throw invalidCode()
}

/**
 * Turns it off for someone who has lost the app and all recovery codes.
 * @throws {AppError} OWN_ACCOUNT for the administrator's own, which a stolen session could ask for;
 * TWO_FACTOR_OFF
 */
export const resetTwoFactor = async (
  { twoFactor }: Pick<TwoFactorDeps, 'twoFactor'>,
  user: StoredUser,
  administrator: string,
): Promise<void> => {
  if (user.username === administrator)
    throw new OwnAccount('Another administrator has to turn off your own.')
  if (!hasTwoFactor(user)) throw twoFactorOff()
  await twoFactor.turnOff(user.username)
}

/** Whether a log-in of this user takes a code. */
export const hasTwoFactor = (
  user: StoredUser,
): user is StoredUser & { readonly totp_secret: string } => user.totp_secret !== undefined

export const twoFactorOff = (): AppError =>
  new AppError('TWO_FACTOR_OFF', 'Two-factor log-in is not turned on.')

const alreadyOn = (): AppError =>
  new AppError('TWO_FACTOR_ON', 'Two-factor log-in is on already. Turn it off first.')

const invalidCode = (): AppError =>
  new AppError('TWO_FACTOR_INVALID', 'This code is wrong or has been used. Wait for the next one.')
