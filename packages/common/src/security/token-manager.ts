import { randomUUID } from 'node:crypto'

import { AppError } from '@cnop/contracts/errors'
import { createSigner, createVerifier } from 'fast-jwt'
import { z } from 'zod'

const ISSUER = 'cloud-native-order-processor'
const AUDIENCE = 'cloud-native-order-processor-api'
const CLOCK_TOLERANCE_SECONDS = 5
const CACHED_TOKENS = 5_000

export const tokenSettings = {
  /** Signs and checks access tokens; the same in the gateway and every service. At least 32 bytes. */
  JWT_SECRET_KEY: z
    .string({ error: 'is required: a random text of at least 32 bytes' })
    .refine((key) => Buffer.byteLength(key) >= 32, 'must have at least 32 bytes'),
  JWT_ALGORITHM: z.literal('HS256').default('HS256'),
  JWT_EXPIRATION_MINUTES: z.coerce.number().int().min(1).max(1440).default(30),
}

export type TokenSettings = z.infer<z.ZodObject<typeof tokenSettings>>

/** Who is calling, as the access token says. `sessionId` is what log-out ends. */
export type Caller = {
  readonly username: string
  readonly role: 'customer' | 'admin'
  readonly sessionId: string
  /** Unix time in seconds. */
  readonly expiresAt: number
}

const Claims = z.object({
  sub: z.string().regex(/^[a-z0-9_]{6,30}$/),
  role: z.enum(['customer', 'admin']),
  sid: z.string().min(1),
  jti: z.string().min(1),
  iat: z.int(),
  exp: z.int(),
  token_use: z.literal('access'),
})

/**
 * Signs and checks access tokens (RFC 7519, profile of RFC 8725): one algorithm, and issuer, audience,
 * subject, session, issue and expiry times all required. The library's own defaults accept a token
 * without expiry, with a foreign audience, or issued in the future; all three are closed here.
 */
export class TokenManager {
  readonly expiresInSeconds: number
  readonly #sign: (claims: object) => string
  readonly #verify: (token: string) => unknown

  constructor(settings: TokenSettings) {
    this.expiresInSeconds = settings.JWT_EXPIRATION_MINUTES * 60
    this.#sign = createSigner({
      key: settings.JWT_SECRET_KEY,
      algorithm: settings.JWT_ALGORITHM,
      iss: ISSUER,
      aud: AUDIENCE,
      expiresIn: this.expiresInSeconds * 1_000,
    })
    this.#verify = createVerifier({
      key: settings.JWT_SECRET_KEY,
      algorithms: [settings.JWT_ALGORITHM],
      allowedIss: ISSUER,
      allowedAud: AUDIENCE,
      requiredClaims: ['sub', 'role', 'sid', 'jti', 'iat', 'exp', 'iss', 'aud'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS * 1_000,
      cache: CACHED_TOKENS,
    })
  }

  sign(caller: Pick<Caller, 'username' | 'role' | 'sessionId'>): string {
    return this.#sign({
      sub: caller.username,
      role: caller.role,
      sid: caller.sessionId,
      jti: randomUUID(),
      token_use: 'access',
    })
  }

  /** @throws {AppError} UNAUTHENTICATED for anything but a valid token of ours. */
  verify(token: string): Caller {
    const claims = Claims.safeParse(this.#payload(token))
    const now = Math.floor(Date.now() / 1_000)
    if (!claims.success || claims.data.iat > now + CLOCK_TOLERANCE_SECONDS)
      throw new AppError('UNAUTHENTICATED', 'The access token is not valid. Sign in again.')
    const { sub, role, sid, exp } = claims.data
    return { username: sub, role, sessionId: sid, expiresAt: exp }
  }

  #payload(token: string): unknown {
    try {
      return this.#verify(token)
    } catch (cause) {
      throw new AppError('UNAUTHENTICATED', 'The access token is not valid. Sign in again.', {
        cause,
      })
    }
  }
}

/** The token of an `Authorization: Bearer` header. @throws {AppError} UNAUTHENTICATED without one. */
export const bearerToken = (authorization: string | undefined): string => {
  const match = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')
  if (match?.[1] === undefined)
    throw new AppError('UNAUTHENTICATED', 'Send an access token in the Authorization header.')
  return match[1]
}
