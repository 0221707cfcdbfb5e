import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

import { AppError, type Problem } from '@cnop/contracts/errors'
import type {
  FastifyBaseLogger,
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
} from 'fastify'

import { asAppError, problemOf, sendProblem } from './problem.ts'

/** What hooks give every other answer: these answers are made where no hook runs. */
export const SAFE_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none';frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const

/** Answers what is refused before it has a route: an address that is no address, or too long. */
export const answerUnroutable = (
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): void => {
  reply.headers({ ...SAFE_HEADERS, 'x-request-id': request.id })
  void sendProblem(request, reply, asAppError(error))
}

type ConnectionError = Error & { readonly code: string }

/**
 * Answers what could not be read as a request, or did not come to an end in time, and closes the
 * connection: where one request ends and the next begins is not known any more.
 */
export const answerUnreadable = (
  log: FastifyBaseLogger,
  error: ConnectionError,
  socket: Socket,
): void => {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const problem = problemOf(refusalOf(error), { instance: '', requestId: randomUUID() })
  const { code, request_id } = problem
  log.info(
    { request_id, code, reason: error.code, address: socket.remoteAddress },
    'request could not be read',
  )
  endWithProblem(socket, problem)
}

/** `CONNECT` asks for a tunnel, which Node would end without a word. */
export const refuseTunnels = (app: FastifyInstance): void => {
  app.server.on('connect', (_request, socket) => {
    socket.on('error', () => socket.destroy())
    const refusal = new AppError('METHOD_NOT_ALLOWED', 'This is no proxy.')
    endWithProblem(socket, problemOf(refusal, { instance: '', requestId: randomUUID() }), {
      allow: 'GET, HEAD, POST, PUT, DELETE',
    })
  })
}

const endWithProblem = (
  socket: Duplex,
  problem: Problem,
  more: Readonly<Record<string, string>> = {},
): void => {
  const { status, request_id } = problem
  if (socket.writable) {
    const body = JSON.stringify(problem)
    const headers = {
      ...SAFE_HEADERS,
      ...more,
      'content-type': 'application/problem+json',
      'content-length': Buffer.byteLength(body),
      'x-request-id': request_id,
      connection: 'close',
    }
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`)
  }
  socket.destroy()
}

const refusalOf = ({ code }: ConnectionError): AppError => {
  if (code === 'HPE_HEADER_OVERFLOW')
    return new AppError('HEADERS_TOO_LARGE', 'The address and the headers are over 16 KiB.')
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new AppError('REQUEST_TIMEOUT', 'The request did not arrive in time. Send it again.')
  return new AppError('BAD_REQUEST', 'This is not a request of HTTP that can be read for certain.')
}
