import type { KeyScope } from '@cnop/contracts/endpoint'
import { AppError } from '@cnop/contracts/errors'

/** Who is calling, as the access token says. `sessionId` is what log-out ends. */
export type Caller = {
  readonly username: string
  readonly role: 'customer' | 'admin'
  /** A session; for an API key, the key. */
  readonly sessionId: string
  /** What an API key may do; `undefined` for a person who has signed in. */
  readonly scopes: readonly KeyScope[] | undefined
  /** Unix time in seconds. */
  readonly expiresAt: number
}

/** The token of an `Authorization: Bearer` header. @throws {AppError} UNAUTHENTICATED without one. */
export const bearerToken = (authorization: string | undefined): string => {
  const match = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')
  if (match?.[1] === undefined)
    throw new AppError('UNAUTHENTICATED', 'Send an access token in the Authorization header.')
  return match[1]
}
