import { isAscii } from 'node:buffer'
import type { IncomingHttpHeaders } from 'node:http'

import { RESTORED_HEADER, REVOKED_HEADER, type AccessState } from '@cnop/contracts/internal'
import type { FastifyReply, FastifyRequest, onSendHookHandler } from 'fastify'

import { passHeadersOn, requestHeaders } from '#src/proxy/headers'
import type { OpenStreams } from '#src/proxy/open-streams'
import { send } from '#src/proxy/send'
import type { Upstream } from '#src/proxy/upstream'

export type Forward = {
  readonly upstream: Upstream
  /** Path and query at the service. */
  readonly path: string
  readonly answerMs: number
  readonly pauseMs: number
  /** Whether the service may see the client's cookies. */
  readonly cookie: boolean
  /** The Authorization header for the service, made here; the one the client sent is not passed on. */
  readonly authorization: string | undefined
  /** Whether the operation takes effect once by its Idempotency-Key. */
  readonly takesKey: boolean
  /** Where the answer is kept while it goes on, if it is a stream. */
  readonly streams: OpenStreams | undefined
  /** Called with what a service has taken or given access, before the client learns of it. */
  readonly onAccessChange: (subject: string, state: AccessState) => Promise<void>
}

/**
 * Sends a request on and its answer back, both as they are: the body is never parsed here. A POST without
 * an Idempotency-Key whose answer was lost is never repeated here.
 *
 * @throws {CallerLeft} of a read
 * @throws {AppError} SERVICE_UNAVAILABLE, BAD_GATEWAY, GATEWAY_TIMEOUT
 */
export const forward = async (
  request: FastifyRequest,
  reply: FastifyReply,
  {
    upstream,
    path,
    answerMs,
    pauseMs,
    cookie,
    authorization,
    takesKey,
    onAccessChange,
    streams,
  }: Forward,
): Promise<FastifyReply> => {
  const pool = streams === undefined ? upstream.requests : upstream.streams
  const answer = await send(upstream, pool, {
    repeatable: isRepeatable(request, takesKey),
    // A request that changes something is carried through: its outcome may concern this gateway too.
    waiting: isRead(request) ? reply.raw : undefined,
    method: request.method,
    path,
    headers: requestHeaders(request, { cookie, authorization }),
    body: Buffer.isBuffer(request.body) ? request.body : null,
    headersTimeout: answerMs,
    bodyTimeout: pauseMs,
  })
  if (REVOKED_HEADER in answer.headers || RESTORED_HEADER in answer.headers)
    await noteAccessChanges(answer.headers, onAccessChange)
  const { statusCode, body } = answer
  passHeadersOn(answer.headers, reply.code(statusCode))
  return reply.send(streams === undefined || Buffer.isBuffer(body) ? body : streams.carry(body))
}

/**
 * A hook that lets a text of plain characters leave in one write together with its headers; bytes would
 * need two, which is a twentieth of a short request. A text that is given to `send` gets a charset instead.
 */
export const sendInOneWrite: onSendHookHandler = (_request, _reply, payload, done) => {
  done(null, Buffer.isBuffer(payload) && isAscii(payload) ? payload.toString('latin1') : payload)
}

/** It changes nothing, or takes effect once however often it arrives. */
const isRepeatable = (request: FastifyRequest, takesKey: boolean): boolean =>
  isRead(request) || (takesKey && request.headers['idempotency-key'] !== undefined)

const isRead = ({ method }: FastifyRequest): boolean => method === 'GET' || method === 'HEAD'

const noteAccessChanges = async (
  headers: IncomingHttpHeaders,
  note: Forward['onAccessChange'],
): Promise<void> => {
  await Promise.all([
    ...subjectsIn(headers[REVOKED_HEADER]).map((each) => note(each, 'revoked')),
    ...subjectsIn(headers[RESTORED_HEADER]).map((each) => note(each, 'restored')),
  ])
}

const subjectsIn = (header: string | string[] | undefined): string[] =>
  typeof header === 'string' ? header.split(',') : []
