import { randomBytes } from 'node:crypto'

import { ApiKeyNotFound } from '@cnop/contracts/domain-errors'
import { AppError } from '@cnop/contracts/errors'
import { sessionSubject } from '@cnop/contracts/internal'
import { ulid } from 'ulid'

import type { ApiKeyStore, StoredKey } from '#src/domain/api-key'
import { assertIdentity, type IdentityDeps } from '#src/domain/assert-identity'
import type { Ending } from '#src/domain/end-sessions'
import { hashSecret } from '#src/domain/refresh-token'
import { findUser, type UserStore } from '#src/domain/user'

export type KeyEnding = Pick<Ending, 'revoker'> & { readonly apiKeys: ApiKeyStore }

const MAX_KEYS = 20
const SECRET_BYTES = 32
const DAY_SECONDS = 86_400

type NewKey = Pick<StoredKey, 'username' | 'name' | 'scopes'> & {
  readonly expiresInDays: number
  readonly currentPassword: string
  /** Required with two-factor log-in. */
  readonly code: string | undefined
}

/**
 * Makes a key for someone who shows once more who they are: a key outlives the token that asks for it. Its
 * text is answered here and nowhere else.
 * @throws {AppError} WRONG_PASSWORD, TWO_FACTOR_REQUIRED, TWO_FACTOR_INVALID, TOO_MANY_ATTEMPTS,
 * API_KEY_LIMIT, USER_NOT_FOUND
 */
export const createApiKey = async (
  deps: IdentityDeps & { readonly users: UserStore; readonly apiKeys: ApiKeyStore },
  { username, name, scopes, expiresInDays, currentPassword, code }: NewKey,
): Promise<{
  readonly text: string
  readonly key: StoredKey
  readonly secondFactor: 'app' | 'recovery' | undefined
}> => {
  const user = await findUser(deps.users, username)
  const secondFactor = await assertIdentity(deps, user, { password: currentPassword, code })
  const created = deps.now()
  const secret = randomBytes(SECRET_BYTES).toString('base64url')
  const key: StoredKey = {
    username,
    keyId: ulid(created.getTime()),
    name,
    scopes,
    secretHash: hashSecret(secret),
    createdAt: created.toISOString(),
    lastUsedAt: undefined,
    expiresAt: Math.floor(created.getTime() / 1_000) + expiresInDays * DAY_SECONDS,
  }
  const limit = { max: MAX_KEYS, passwordHash: user.password_hash, now: created }
  const outcome = await deps.apiKeys.create(key, limit)
  if (outcome === 'limit-reached')
    throw new AppError('API_KEY_LIMIT', `You have ${MAX_KEYS} API keys. Revoke one first.`)
  if (outcome === 'password-changed')
    throw new AppError('TRY_AGAIN', 'The password was changed by another request. Try again.')
  return { text: `cnop.${username}.${key.keyId}.${secret}`, key, secondFactor }
}

/**
 * Takes a key away. Tokens it was exchanged for stop first: one made from now on is void as well. That it
 * is gone by the time it is removed is no failure: a first attempt whose answer was lost has removed it.
 * @throws {AppError} API_KEY_NOT_FOUND
 */
export const revokeApiKey = async (
  deps: KeyEnding,
  username: string,
  keyId: string,
): Promise<void> => {
  if ((await deps.apiKeys.find(username, keyId)) === undefined) throw new ApiKeyNotFound()
  await revokeThese(deps, username, [keyId])
}

/** Revokes all API keys of a user and returns their ids. */
export const revokeAllApiKeys = async (deps: KeyEnding, username: string): Promise<string[]> => {
  const keys = await deps.apiKeys.list(username)
  const keyIds = keys.map(({ keyId }) => keyId)
  await revokeThese(deps, username, keyIds)
  return keyIds
}

const revokeThese = async (
  { apiKeys, revoker }: KeyEnding,
  username: string,
  keyIds: readonly string[],
): Promise<void> => {
  await revoker.change(keyIds.map(sessionSubject), 'revoked')
  for (const keyId of keyIds) await apiKeys.remove(username, keyId)
}
