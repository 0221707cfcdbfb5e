import { randomBytes } from 'node:crypto'

import { ApiKeyNotFound } from '@cnop/contracts/domain-errors'
import { AppError } from '@cnop/contracts/errors'
import { sessionSubject } from '@cnop/contracts/internal'
import { ulid } from 'ulid'

import type { ApiKeyStore, StoredKey } from '#src/domain/api-key'
import type { Ending } from '#src/domain/end-sessions'
import { hashSecret } from '#src/domain/refresh-token'

type Deps = Pick<Ending, 'revoker' | 'now'> & { readonly apiKeys: ApiKeyStore }

const MOST_KEYS = 20
const SECRET_BYTES = 32
const DAY_SECONDS = 86_400

type NewKey = Pick<StoredKey, 'username' | 'name' | 'scopes'> & {
  readonly expiresInDays: number | undefined
}

/**
 * Makes a key. Its text is answered here and nowhere else.
 * @throws {AppError} API_KEY_LIMIT
 */
export const createApiKey = async (
  { apiKeys, now }: Deps,
  { username, name, scopes, expiresInDays }: NewKey,
): Promise<{ readonly text: string; readonly key: StoredKey }> => {
  if ((await apiKeys.list(username)).length >= MOST_KEYS)
    throw new AppError('API_KEY_LIMIT', `You have ${MOST_KEYS} API keys. Revoke one first.`)
  const created = now()
  const secret = randomBytes(SECRET_BYTES).toString('base64url')
  const key: StoredKey = {
    username,
    keyId: ulid(created.getTime()),
    name,
    scopes,
    secretHash: hashSecret(secret),
    createdAt: created.toISOString(),
    lastUsedAt: undefined,
    expiresAt:
      expiresInDays === undefined
        ? undefined
        : Math.floor(created.getTime() / 1_000) + expiresInDays * DAY_SECONDS,
  }
  await apiKeys.create(key)
  return { text: `cnop.${username}.${key.keyId}.${secret}`, key }
}

/**
 * Takes a key away. Tokens it was exchanged for stop first: one made from now on is void as well. That it
 * is gone by the time it is removed is no failure: a first attempt whose answer was lost has removed it.
 * @throws {AppError} API_KEY_NOT_FOUND
 */
export const revokeApiKey = async (
  { apiKeys, revoker }: Deps,
  username: string,
  keyId: string,
): Promise<void> => {
  if ((await apiKeys.find(username, keyId)) === undefined) throw new ApiKeyNotFound()
  await revoker.change([sessionSubject(keyId)], 'revoked')
  await apiKeys.remove(username, keyId)
}
