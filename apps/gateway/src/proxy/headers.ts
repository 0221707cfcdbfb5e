import type { IncomingHttpHeaders } from 'node:http'

import { traceHeaders } from '@cnop/common/http/trace-requests'
import { API_BASE, RESTORED_HEADER, REVOKED_HEADER } from '@cnop/contracts/internal'
import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * The request headers services get to see. Everything else a client sends stays here: identity headers,
 * forwarding headers, hop-by-hop headers and whatever is invented next. A service knows its caller by
 * the token alone.
 */
const PASSED_ON = [
  'accept',
  'accept-encoding',
  'idempotency-key',
  'if-none-match',
  'last-event-id',
  'traceparent',
  'tracestate',
  'user-agent',
] as const

export const requestHeaders = (
  request: FastifyRequest,
  {
    cookie,
    authorization,
  }: { readonly cookie: boolean; readonly authorization: string | undefined },
): Record<string, string> => {
  const headers: Record<string, string> = {
    'x-request-id': request.id,
    'x-forwarded-for': request.ip,
    'x-forwarded-prefix': API_BASE,
    'x-forwarded-proto': request.protocol,
  }
  for (const name of PASSED_ON) {
    const value = request.headers[name]
    if (typeof value === 'string') headers[name] = value
  }
  // Only JSON is taken. Written here, so that no other spelling of it can be read differently by the service.
  if (request.body !== undefined) headers['content-type'] = 'application/json'
  Object.assign(headers, traceHeaders(request))
  if (authorization !== undefined) headers['authorization'] = authorization
  if (cookie && request.headers.cookie !== undefined) headers['cookie'] = request.headers.cookie
  return headers
}

/** Headers of an answer that are for this gateway and not for the client. */
const KEPT_BACK = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-request-id',
  RESTORED_HEADER,
  REVOKED_HEADER,
])

/**
 * Puts what a service says of its answer onto ours. What it varies by comes on top of what ours does: without
 * `Origin` in it, a cache could give one page the answer that names another as allowed.
 */
export const passHeadersOn = (headers: IncomingHttpHeaders, reply: FastifyReply): void => {
  for (const name in headers) {
    const value = headers[name]
    if (value === undefined || KEPT_BACK.has(name)) continue
    reply.header(name, name === 'vary' ? joinVary(reply.getHeader(name), value) : value)
  }
}

const joinVary = (ours: ReturnType<FastifyReply['getHeader']>, theirs: string | string[]): string =>
  ours === undefined ? String(theirs) : `${String(ours)}, ${String(theirs)}`
