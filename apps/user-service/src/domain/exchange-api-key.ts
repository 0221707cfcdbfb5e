import { timingSafeEqual } from 'node:crypto'

import type { Caller } from '@cnop/common/security/caller'
import { AppError } from '@cnop/contracts/errors'

import type { ApiKeyStore } from '#src/domain/api-key'
import { hashSecret } from '#src/domain/refresh-token'
import type { UserStore } from '#src/domain/user'

/** How long a token for a key lives: how long its gateway need not ask again. */
export const KEY_TOKEN_SECONDS = 120

/** A use is written down once in so long, not once a request. */
const NOTE_EVERY_MS = 600_000

type Deps = {
  readonly apiKeys: ApiKeyStore
  readonly users: UserStore
  readonly now: () => Date
  /** Told that a use could not be written down: the key is good even so. */
  readonly onNotNoted: (error: unknown) => void
}

/**
 * Who the holder of a key is, and what the key may do. An administrator's key is a customer's: keys are
 * for trading, not for ruling over others.
 * @param text of a key, in form. @throws {AppError} UNAUTHENTICATED
 */
export const callerOfKey = async (
  { apiKeys, users, now, onNotNoted }: Deps,
  text: string,
): Promise<Omit<Caller, 'expiresAt'>> => {
  const [, username = '', keyId = '', secret = ''] = text.split('.')
  const key = await apiKeys.find(username, keyId)
  const hash = Buffer.from(hashSecret(secret))
  if (key === undefined || !timingSafeEqual(hash, Buffer.from(key.secretHash))) throw notValid()
  const time = now()
  if (key.expiresAt <= time.getTime() / 1_000) throw notValid()
  const user = await users.findByUsername(username)
  if (user?.status !== 'active') throw notValid()
  const unlessSince = new Date(time.getTime() - NOTE_EVERY_MS).toISOString()
  if (key.lastUsedAt === undefined || key.lastUsedAt < unlessSince)
    await apiKeys.noteUse(key, time.toISOString(), unlessSince).catch(onNotNoted)
  return { username, role: 'customer', sessionId: keyId, scopes: key.scopes }
}

const notValid = (): AppError =>
  new AppError('UNAUTHENTICATED', 'This API key is not valid: it is wrong, expired or revoked.')
