import { assertMayCall, needsCaller } from '@cnop/common/security/authorize'
import { bearerToken, type Caller } from '@cnop/common/security/caller'
import { subjectsOf } from '@cnop/common/security/revoked-access'
import type { TokenVerifier } from '@cnop/common/security/token-verifier'
import type { Endpoint, LimitClass } from '@cnop/contracts/endpoint'
import { AppError } from '@cnop/contracts/errors'
import type { FastifyReply, FastifyRequest } from 'fastify'

import type { AdmissionStore } from '#src/admission/admission'

export type Limits = Readonly<Record<LimitClass, number>>

type Gate = {
  readonly store: AdmissionStore
  readonly tokens: TokenVerifier
  readonly limits: Limits
}

/**
 * Decides, before the body is read, whether a request goes on: a valid token where one is needed, a
 * session that has not ended, the role the route asks for, and a place within the limit of its class.
 * Counts by user behind a token and by address otherwise; a bad token counts against its address too.
 *
 * @throws {AppError} UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED
 */
export const admit = async (
  { store, tokens, limits }: Gate,
  config: Endpoint['config'],
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> => {
  const { limit } = config
  const caller = needsCaller(config) ? identify(tokens, request) : undefined
  const verified = caller instanceof AppError ? undefined : caller
  const who = verified === undefined ? `address:${request.ip}` : `user:${verified.username}`
  const { count, resetMs, access } = await store.admit({
    counter: `${limit}:${who}`,
    subjects: verified === undefined ? [] : subjectsOf(verified),
  })
  enforceLimit(reply, limits[limit], count, resetMs)
  if (caller instanceof AppError) throw caller
  if (access.includes('revoked'))
    throw new AppError('UNAUTHENTICATED', 'This session has ended. Sign in again.')
  if (verified !== undefined) assertMayCall(verified, config)
}

const identify = (tokens: TokenVerifier, request: FastifyRequest): Caller | AppError => {
  try {
    return tokens.verify(bearerToken(request.headers.authorization))
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

/** Headers of draft-ietf-httpapi-ratelimit-headers, so that a client can slow down before it is refused. */
const enforceLimit = (reply: FastifyReply, limit: number, count: number, resetMs: number): void => {
  if (limit === 0) return
  const resetSeconds = Math.max(1, Math.ceil(resetMs / 1_000))
  reply.header('ratelimit-limit', String(limit))
  reply.header('ratelimit-remaining', String(Math.max(0, limit - count)))
  reply.header('ratelimit-reset', String(resetSeconds))
  if (count <= limit) return
  throw new AppError('RATE_LIMITED', `Too many requests. Try again in ${resetSeconds} seconds.`, {
    retryAfterSeconds: resetSeconds,
  })
}
