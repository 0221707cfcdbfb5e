import type { KeyScope } from '@cnop/contracts/endpoint'

/** An API key as it is kept: everything but the secret, of which there is a hash. */
export type StoredKey = {
  readonly username: string
  readonly keyId: string
  readonly name: string
  readonly scopes: readonly KeyScope[]
  readonly secretHash: string
  /** RFC 3339, UTC. */
  readonly createdAt: string
  readonly lastUsedAt: string | undefined
  /** Unix time in seconds. */
  readonly expiresAt: number
}

export type ApiKeyStore = {
  /**
   * Adds a key unless the user has the most there may be, decided as it is written. Expired keys do not
   * count. `password-changed`: the password is no longer the one of the given hash.
   */
  create(
    key: StoredKey,
    limit: { readonly max: number; readonly passwordHash: string; readonly now: Date },
  ): Promise<'created' | 'limit-reached' | 'password-changed'>
  find(username: string, keyId: string): Promise<StoredKey | undefined>
  /** Newest first. */
  list(username: string): Promise<StoredKey[]>
  /** Safe to repeat. */
  remove(username: string, keyId: string): Promise<void>
  /** Notes a use, if the key is still there and no use was noted since `unlessSince`. */
  noteUse(key: StoredKey, now: string, unlessSince: string): Promise<void>
}
