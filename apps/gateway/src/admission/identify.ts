import type { IncomingHttpHeaders } from 'node:http'

import { bearerToken, type Caller } from '@cnop/common/security/caller'
import type { TokenVerifier } from '@cnop/common/security/token-verifier'
import { API_KEY_HEADER, ApiKeyText } from '@cnop/contracts/api-keys'
import { AppError } from '@cnop/contracts/errors'
import type { FastifyRequest } from 'fastify'

import type { ApiKeyTokens } from '#src/admission/api-keys'

/** The caller, and the Authorization header by which services can check it. */
export type Identified = { readonly caller: Caller; readonly authorization: string }

type Deps = {
  readonly tokens: TokenVerifier
  readonly apiKeys: ApiKeyTokens
  /** Called before user-service is asked about a key. @throws {AppError} RATE_LIMITED */
  readonly beforeExchange: () => Promise<void>
}

/**
 * Identifies the caller by an access token, or by an API key that is traded for one. `Authorization` wins and
 * may bear either; `X-API-Key` is looked at only without it, as generated clients fill in both.
 * @throws {AppError} UNAUTHENTICATED, SERVICE_UNAVAILABLE
 */
export const identify = async (deps: Deps, request: FastifyRequest): Promise<Identified> => {
  const key = apiKeyIn(request.headers)
  const token =
    key === undefined ? bearerToken(request.headers.authorization) : await tokenOf(deps, key)
  return { caller: deps.tokens.verify(token), authorization: `Bearer ${token}` }
}

const BEARER_KEY = /^Bearer (cnop\.[\w.-]+)$/i

const apiKeyIn = (headers: IncomingHttpHeaders): string | string[] | undefined =>
  headers.authorization === undefined
    ? headers[API_KEY_HEADER]
    : BEARER_KEY.exec(headers.authorization)?.[1]

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
