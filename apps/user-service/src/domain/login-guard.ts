import { addressBlock } from '@cnop/common/security/address-block'
import { AppError } from '@cnop/contracts/errors'

import type { AccountKeys } from '#src/domain/account-keys'
import { hashedName, type AttemptStore, type Pauses } from '#src/domain/attempts'
import { knownDevice } from '#src/domain/known-device'

export type GuardDeps = {
  readonly attempts: AttemptStore
  readonly accountPauses: Pauses
  readonly addressPauses: Pauses
  readonly keys: Pick<AccountKeys, 'device'>
  readonly now: () => Date
}

/** An attempt to log in: for which account, from where, and with which device mark. */
export type LoginTry = {
  /** The username of the account; the name as typed (folded) when nobody has it. */
  readonly account: string
  readonly address: string
  readonly deviceMark: string | undefined
}

type GuardedTry = {
  /** Whether this is the try that locks the account if it fails. */
  readonly last: boolean
  succeeded(): Promise<void>
  failed(): Promise<void>
}

/**
 * Lets one try to log in go on, or not. The try is counted before the password is looked at, so that
 * a thousand guesses at once are not a thousand guesses. An account has one counter, whether its username
 * or its email address is typed. A name that nobody has is counted, slowed and locked the same way, so that
 * the response tells nothing. Addresses are counted by their failures alone.
 *
 * @throws {AppError} TOO_MANY_ATTEMPTS
 */
export const guardLogin = async (deps: GuardDeps, tried: LoginTry): Promise<GuardedTry> => {
  const address = addressKey(tried.address)
  const device = knownDevice(deps.keys.device, tried.deviceMark, tried.account, deps.now())
  const account = device === undefined ? `account:${hashedName(tried.account)}` : `device:${device}`

  const count = await countTry(deps.attempts, account, deps.accountPauses)
  return {
    last: count > 0 && count === deps.accountPauses.length,
    succeeded: async () => await deps.attempts.clear(account),
    failed: async () => {
      if (deps.addressPauses.length > 0) await deps.attempts.attempt(address, deps.addressPauses)
    },
  }
}

const addressKey = (address: string): string => `address:${addressBlock(address)}`

/** Refuses an address that has to pause, before anything is looked up. @throws {AppError} TOO_MANY_ATTEMPTS */
export const refuseLockedAddress = async (deps: GuardDeps, address: string): Promise<void> => {
  if (deps.addressPauses.length === 0) return
  const waitSeconds = await deps.attempts.waitSeconds(addressKey(address))
  if (waitSeconds > 0) throw tooManyAttempts(waitSeconds)
}

/**
 * The same for someone who is signed in and says the password once more: whoever has found a signed-in
 * browser must not be able to guess on.
 * @throws {AppError} TOO_MANY_ATTEMPTS
 */
export const guardedBy = async <Result>(
  { attempts, accountPauses }: Pick<GuardDeps, 'attempts' | 'accountPauses'>,
  username: string,
  check: () => Promise<Result>,
): Promise<Result> => {
  const key = `signed-in:${username}`
  await countTry(attempts, key, accountPauses)
  const result = await check()
  await attempts.clear(key)
  return result
}

const countTry = async (attempts: AttemptStore, key: string, pauses: Pauses): Promise<number> => {
  if (pauses.length === 0) return 0
  const outcome = await attempts.attempt(key, pauses)
  if (!outcome.allowed) throw tooManyAttempts(outcome.waitSeconds)
  return outcome.count
}

const tooManyAttempts = (waitSeconds: number): AppError =>
  new AppError(
    'TOO_MANY_ATTEMPTS',
    `Too many failed attempts. Try again in ${waitSeconds} seconds.`,
    { retryAfterSeconds: waitSeconds },
  )
