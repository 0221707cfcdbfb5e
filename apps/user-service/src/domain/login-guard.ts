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

/** Who tries: the name as typed (folded), from where, and the device mark the browser sent. */
export type LoginTry = {
  readonly name: string
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
 * a thousand guesses at once are not a thousand guesses. Counts by the name as typed, whether or not
 * anybody has it: what is slowed and locked tells nothing. Addresses are counted by their failures alone.
 *
 * @throws {AppError} TOO_MANY_ATTEMPTS
 */
export const guardLogin = async (deps: GuardDeps, tried: LoginTry): Promise<GuardedTry> => {
  const address = `address:${addressBlock(tried.address)}`
  const device = knownDevice(deps.keys.device, tried.deviceMark, tried.name, deps.now())
  const account = device === undefined ? `account:${hashedName(tried.name)}` : `device:${device}`

  const addressWait = deps.addressPauses.length === 0 ? 0 : await deps.attempts.waitSeconds(address)
  if (addressWait > 0) throw tooManyAttempts(addressWait)
  const count = await countTry(deps.attempts, account, deps.accountPauses)
  return {
    last: count > 0 && count === deps.accountPauses.length,
    succeeded: async () => await deps.attempts.clear(account),
    failed: async () => {
      if (deps.addressPauses.length > 0) await deps.attempts.attempt(address, deps.addressPauses)
    },
  }
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
