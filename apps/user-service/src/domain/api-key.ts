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
  readonly expiresAt: number | undefined
}

export type ApiKeyStore = {
  create(key: StoredKey): Promise<void>
  find(username: string, keyId: string): Promise<StoredKey | undefined>
  /** Newest first. */
  list(username: string): Promise<StoredKey[]>
  /** Safe to repeat. */
  remove(username: string, keyId: string): Promise<void>
  /** Notes a use, if the key is still there and no use was noted since `unlessSince`. */
  noteUse(key: StoredKey, now: string, unlessSince: string): Promise<void>
}
