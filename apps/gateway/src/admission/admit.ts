import { noteCaller } from '@cnop/common/http/callers'
import { addressBlock } from '@cnop/common/security/address-block'
import { assertMayCall, needsCaller } from '@cnop/common/security/authorize'
import { subjectsOf } from '@cnop/common/security/revoked-access'
import type { TokenVerifier } from '@cnop/common/security/token-verifier'
import type { Endpoint, LimitClass } from '@cnop/contracts/endpoint'
import { AppError } from '@cnop/contracts/errors'
import type { FastifyReply, FastifyRequest } from 'fastify'

import type { Admission, AdmissionStore } from '#src/admission/admission'
import type { ApiKeyTokens } from '#src/admission/api-keys'
import { identify, type Identified } from '#src/admission/identify'

export type Limits = Readonly<Record<LimitClass, number>>

type Gate = {
  readonly store: AdmissionStore
  readonly tokens: TokenVerifier
  readonly apiKeys: ApiKeyTokens
  readonly limits: Limits
  readonly onDecision: (decision: Decision) => void
}

/** What came of asking whether a request is within its limit. */
export type Decision = {
  /** `at-once`: what one user has under way at the same time. */
  readonly limit: LimitClass | 'at-once'
  readonly refused: boolean
  /** Whether all gateways count together, or this one for itself. */
  readonly shared: boolean
}

/**
 * Decides, before the body is read, whether a request goes on: a valid token or API key where one is
 * needed, a session that has not ended, the role and scope the route asks for, and a place within the
 * limit of its class. Counts by user behind a token and by address otherwise; a bad token counts against
 * its address too, and so does every key that user-service has to be asked about.
 *
 * @returns the Authorization header to send on. @throws {AppError} UNAUTHENTICATED, FORBIDDEN,
 * RATE_LIMITED, SERVICE_UNAVAILABLE
 */
export const admit = async (
  gate: Gate,
  config: Endpoint['config'],
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<string | undefined> => {
  const { store } = gate
  const { limit } = config
  const who = needsCaller(config) ? await identified(gate, request, reply) : undefined
  const known = who instanceof AppError ? undefined : who
  if (known !== undefined) noteCaller(request, known.caller)
  const counted =
    known === undefined ? `address:${addressBlock(request.ip)}` : `user:${known.caller.username}`
  const admission = await store.admit({
    counter: `${limit}:${counted}`,
    subjects: known === undefined ? [] : subjectsOf(known.caller),
  })
  enforceLimit(gate, reply, limit, admission)
  if (who instanceof AppError) throw who
  if (admission.access.includes('revoked'))
    throw new AppError('UNAUTHENTICATED', 'This session has ended. Sign in again.')
  if (known !== undefined) assertMayCall(known.caller, config)
  return known?.authorization
}

/**
 * Who is calling, or why that is not known: such a refusal is answered only after it has been counted. One for
 * asking too often has been counted, and by another limit.
 */
const identified = async (
  gate: Gate,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Identified | AppError> => {
  const { store, tokens, apiKeys } = gate
  const beforeExchange = async (): Promise<void> => {
    const counter = `api-key:address:${addressBlock(request.ip)}`
    enforceLimit(gate, reply, 'login', await store.admit({ counter, subjects: [] }))
  }
  try {
    return await identify({ tokens, apiKeys, beforeExchange }, request)
  } catch (error) {
    if (error instanceof AppError && error.code !== 'RATE_LIMITED') return error
    throw error
  }
}

/** Headers of draft-ietf-httpapi-ratelimit-headers, so that a client can slow down before it is refused. */
const enforceLimit = (
  { limits, onDecision }: Gate,
  reply: FastifyReply,
  limitClass: LimitClass,
  { count, resetMs, shared }: Admission,
): void => {
  const limit = limits[limitClass]
  const refused = limit !== 0 && count > limit
  onDecision({ limit: limitClass, refused, shared })
  if (limit === 0) return
  const resetSeconds = Math.max(1, Math.ceil(resetMs / 1_000))
  reply.header('ratelimit-limit', String(limit))
  reply.header('ratelimit-remaining', String(Math.max(0, limit - count)))
  reply.header('ratelimit-reset', String(resetSeconds))
  if (!refused) return
  throw new AppError('RATE_LIMITED', `Too many requests. Try again in ${resetSeconds} seconds.`, {
    retryAfterSeconds: resetSeconds,
  })
}
