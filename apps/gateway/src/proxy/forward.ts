import { AppError } from '@cnop/contracts/errors'
import { RESTORED_HEADER, REVOKED_HEADER, type AccessState } from '@cnop/contracts/internal'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Dispatcher, Pool } from 'undici'

import { answerHeaders, requestHeaders } from '#src/proxy/headers'
import type { OpenStreams } from '#src/proxy/open-streams'
import { isOverloaded } from '#src/proxy/upstream'

export type Forward = {
  readonly pool: Pool
  /** Path and query at the service. */
  readonly path: string
  readonly answerMs: number
  readonly pauseMs: number
  /** Whether the service may see the client's cookies. */
  readonly cookie: boolean
  /** How the service can check who is calling; what the client sent to that end stays here. */
  readonly authorization: string | undefined
  /** Where the answer is kept account of, if it is one without an end. */
  readonly streams: OpenStreams | undefined
  /** Called with what a service has taken or given access, before the client learns of it. */
  readonly onAccessChange: (subject: string, state: AccessState) => Promise<void>
}

/**
 * Sends a request on and its answer back, both as they are: the body is never parsed here. Nothing is
 * retried; a POST whose answer was lost is the client's to repeat, with its Idempotency-Key.
 *
 * @throws {AppError} SERVICE_UNAVAILABLE (not reached, or overloaded), BAD_GATEWAY (broke off), GATEWAY_TIMEOUT
 */
export const forward = async (
  request: FastifyRequest,
  reply: FastifyReply,
  { pool, path, answerMs, pauseMs, cookie, authorization, onAccessChange, streams }: Forward,
): Promise<FastifyReply> => {
  if (isOverloaded(pool))
    throw new AppError('SERVICE_UNAVAILABLE', 'Very busy right now. Nothing was done; try again.', {
      retryAfterSeconds: 2,
    })
  const answer = await send(pool, {
    method: request.method,
    path,
    headers: requestHeaders(request, { cookie, authorization }),
    body: Buffer.isBuffer(request.body) ? request.body : null,
    headersTimeout: answerMs,
    bodyTimeout: pauseMs,
  })
  await Promise.all([
    ...subjectsIn(answer.headers[REVOKED_HEADER]).map((each) => onAccessChange(each, 'revoked')),
    ...subjectsIn(answer.headers[RESTORED_HEADER]).map((each) => onAccessChange(each, 'restored')),
  ])
  const body = streams === undefined ? answer.body : streams.carry(answer.body)
  return reply.code(answer.statusCode).headers(answerHeaders(answer.headers)).send(body)
}

const subjectsIn = (header: string | string[] | undefined): string[] =>
  typeof header === 'string' ? header.split(',') : []

const send = async (pool: Pool, options: Dispatcher.RequestOptions) => {
  try {
    return await pool.request(options)
  } catch (cause) {
    throw proxyError(cause)
  }
}

const NOT_REACHED = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
])

const proxyError = (cause: unknown): AppError => {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'UND_ERR_HEADERS_TIMEOUT')
    return new AppError(
      'GATEWAY_TIMEOUT',
      'The answer took too long. What was asked may still have happened: repeat it with the same Idempotency-Key.',
      { cause },
    )
  if (typeof code === 'string' && NOT_REACHED.has(code))
    return new AppError(
      'SERVICE_UNAVAILABLE',
      'This part of the platform is not reachable. Nothing was done; try again in a moment.',
      { retryAfterSeconds: 2, cause },
    )
  return new AppError(
    'BAD_GATEWAY',
    'The connection broke off. What was asked may have happened: repeat it with the same Idempotency-Key.',
    { cause },
  )
}
