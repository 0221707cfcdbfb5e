import { KeyScope } from '@cnop/contracts/endpoint'
import { AppError } from '@cnop/contracts/errors'
import { createVerifier } from 'fast-jwt'
import { z } from 'zod'

import type { Caller } from './caller.ts'
import { verifyingKeys, type VerifyingKey } from './token-keys.ts'
import type { TokenSettings } from './token-settings.ts'

export const ISSUER = 'cloud-native-order-processor'
export const AUDIENCE = 'cloud-native-order-processor-api'
const CLOCK_TOLERANCE_SECONDS = 5
const CACHED_TOKENS = 5_000

const Claims = z.object({
  sub: z.string().regex(/^[a-z0-9_]{6,30}$/),
  role: z.enum(['customer', 'admin']),
  sid: z.string().min(1),
  jti: z.string().min(1),
  iat: z.int(),
  exp: z.int(),
  token_use: z.literal('access'),
  scope: z.array(KeyScope).optional(),
})

export type TokenVerifier = {
  /** @throws {AppError} UNAUTHENTICATED for anything but a valid token of ours. */
  verify(token: string): Caller
  /** How long an access token can live. */
  readonly expiresInSeconds: number
}

/**
 * Checks access tokens (RFC 7519, profile of RFC 8725): one algorithm, and issuer, audience, subject,
 * session, issue and expiry times all required. The library's own defaults accept a token without
 * expiry, with a foreign audience, or issued in the future; all three are closed here. With key pairs the
 * token's `kid` picks among the keys that are known, and nothing else about a token picks anything.
 */
export const tokenVerifier = (
  settings: TokenSettings,
  more: readonly VerifyingKey[] = [],
): TokenVerifier => {
  const payloadOf = payloadReader(settings, more)
  const callerOf = (token: string): Caller => {
    const claims = Claims.safeParse(payloadOf(token))
    const now = Math.floor(Date.now() / 1_000)
    if (!claims.success || claims.data.iat > now + CLOCK_TOLERANCE_SECONDS) throw notValid()
    const { sub, role, sid, exp, scope } = claims.data
    return { username: sub, role, sessionId: sid, scopes: scope, expiresAt: exp }
  }
  const verified = new Map<string, Caller>()
  return {
    expiresInSeconds: settings.JWT_EXPIRATION_MINUTES * 60,
    verify: (token) => {
      const known = verified.get(token)
      if (known !== undefined && isCurrent(known)) return known
      const caller = callerOf(token)
      // The oldest makes room; one that is still used comes back with its next request.
      const [oldest] = verified.keys()
      if (verified.size >= CACHED_TOKENS && oldest !== undefined) verified.delete(oldest)
      verified.set(token, caller)
      return caller
    },
  }
}

/** What was right of a token stays so until it runs out. */
const isCurrent = ({ expiresAt }: Caller): boolean =>
  Date.now() < (expiresAt + CLOCK_TOLERANCE_SECONDS) * 1_000

const payloadReader = (settings: TokenSettings, more: readonly VerifyingKey[]) => {
  const { JWT_ALGORITHM: algorithm } = settings
  if (algorithm === 'HS256') return signatureChecker(settings.JWT_SECRET_KEY, algorithm)
  const named =
    settings.JWT_PUBLIC_KEYS === '' ? [] : verifyingKeys(settings.JWT_PUBLIC_KEYS, algorithm)
  const keys = [...named, ...more]
  const checkers = new Map(keys.map(({ kid, pem }) => [kid, signatureChecker(pem, algorithm)]))
  return (token: string): unknown => {
    const check = checkers.get(keyIdOf(token))
    if (check === undefined) throw notValid()
    return check(token)
  }
}

const signatureChecker = (key: string, algorithm: TokenSettings['JWT_ALGORITHM']) => {
  const verify = createVerifier({
    key,
    algorithms: [algorithm],
    allowedIss: ISSUER,
    allowedAud: AUDIENCE,
    requiredClaims: ['sub', 'role', 'sid', 'jti', 'iat', 'exp', 'iss', 'aud'],
    clockTolerance: CLOCK_TOLERANCE_SECONDS * 1_000,
  })
  return (token: string): unknown => {
    try {
      return verify(token)
    } catch (cause) {
      throw notValid(cause)
    }
  }
}

const Header = z.object({ kid: z.string() })

const keyIdOf = (token: string): string => {
  try {
    const [header = ''] = token.split('.', 1)
    return Header.parse(JSON.parse(Buffer.from(header, 'base64url').toString())).kid
  } catch (cause) {
    throw notValid(cause)
  }
}

const notValid = (cause?: unknown): AppError =>
  new AppError('UNAUTHENTICATED', 'The access token is not valid. Sign in again.', { cause })
