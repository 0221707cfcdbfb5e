import { bearerToken, type Caller } from '@cnop/common/security/caller'
import type { TokenVerifier } from '@cnop/common/security/token-verifier'
import { API_KEY_HEADER, ApiKeyText } from '@cnop/contracts/api-keys'
import { AppError } from '@cnop/contracts/errors'
import type { FastifyRequest } from 'fastify'

import type { ApiKeyTokens } from '#src/admission/api-keys'

/** Who is calling, and the Authorization header by which services can check it. */
export type Identified = { readonly caller: Caller; readonly authorization: string }

type Deps = {
  readonly tokens: TokenVerifier
  readonly apiKeys: ApiKeyTokens
  /** Called before user-service is asked about a key. @throws {AppError} RATE_LIMITED */
  readonly beforeExchange: () => Promise<void>
}

/**
 * Who is calling: by an access token, or by an API key that is traded for one.
 * @throws {AppError} UNAUTHENTICATED, SERVICE_UNAVAILABLE
 */
export const identify = async (deps: Deps, request: FastifyRequest): Promise<Identified> => {
  const key = request.headers[API_KEY_HEADER]
  const { authorization } = request.headers
  if (key === undefined) {
    const token = bearerToken(authorization)
    return { caller: deps.tokens.verify(token), authorization: `Bearer ${token}` }
  }
  if (authorization !== undefined)
    throw new AppError('UNAUTHENTICATED', 'Send an access token or an API key, not both.')
  const token = await tokenOf(deps, key)
  return { caller: deps.tokens.verify(token), authorization: `Bearer ${token}` }
}

const tokenOf = async (
  { apiKeys, beforeExchange }: Deps,
  key: string | string[],
): Promise<string> => {
  const inForm = ApiKeyText.safeParse(key)
  if (!inForm.success) throw notValid()
  const known = apiKeys.known(inForm.data)
  if (known !== 'unknown') {
    if (known.token === undefined) throw notValid()
    return known.token
  }
  await beforeExchange()
  const token = await apiKeys.exchange(inForm.data)
  if (token === undefined) throw notValid()
  return token
}

const notValid = (): AppError =>
  new AppError('UNAUTHENTICATED', 'This API key is not valid: it is wrong, expired or revoked.')
