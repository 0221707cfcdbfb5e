import { randomUUID } from 'node:crypto'

import { createSigner } from 'fast-jwt'

import type { Caller } from './caller.ts'
import { verifyingHalf, type VerifyingKey } from './token-keys.ts'
import type { SigningSettings } from './token-settings.ts'
import { AUDIENCE, ISSUER, tokenVerifier, type TokenVerifier } from './token-verifier.ts'

/** Signs access tokens, and checks them as everyone else does. */
export class TokenManager implements TokenVerifier {
  readonly expiresInSeconds: number
  readonly #verifier: TokenVerifier
  readonly #sign: (claims: object) => string

  constructor(settings: SigningSettings) {
    const { JWT_ALGORITHM: algorithm } = settings
    const own: VerifyingKey | undefined =
      algorithm === 'HS256' ? undefined : verifyingHalf(settings.JWT_PRIVATE_KEY, algorithm)
    this.#verifier = tokenVerifier(settings, own === undefined ? [] : [own])
    this.expiresInSeconds = this.#verifier.expiresInSeconds
    this.#sign = createSigner({
      key: own === undefined ? settings.JWT_SECRET_KEY : settings.JWT_PRIVATE_KEY,
      algorithm,
      ...(own === undefined ? {} : { kid: own.kid }),
      iss: ISSUER,
      aud: AUDIENCE,
    })
  }

  /** @param lifeSeconds of the token, when it is not the usual. */
  sign(
    caller: Pick<Caller, 'username' | 'role' | 'sessionId'> & Partial<Pick<Caller, 'scopes'>>,
    lifeSeconds = this.expiresInSeconds,
  ): string {
    const issued = Math.floor(Date.now() / 1_000)
    return this.#sign({
      sub: caller.username,
      role: caller.role,
      sid: caller.sessionId,
      jti: randomUUID(),
      iat: issued,
      exp: issued + lifeSeconds,
      token_use: 'access',
      ...(caller.scopes === undefined ? {} : { scope: caller.scopes }),
    })
  }

  verify(token: string): Caller {
    return this.#verifier.verify(token)
  }
}
