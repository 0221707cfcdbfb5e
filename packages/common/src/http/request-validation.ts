import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'

import { AppError } from '@cnop/contracts/errors'
import type { FastifyInstance } from 'fastify'

import { SAFE_HEADERS } from './unreadable.ts'

/** Connections that end with the answer under way. */
const ending = new WeakSet<Socket>()

/**
 * Refuses requests whose headers cannot be honored, and ends their connection: Node would answer some of them
 * without a body, and read the body of others in a coding that is not the one they name. What came behind them
 * on the connection may be a part of them, so it is no longer served.
 */
export const validateRequests = (app: FastifyInstance): void => {
  // Node answers an expectation it does not know itself, unless someone listens.
  app.server.on('checkExpectation', (request, response) => {
    app.server.emit('request', request, response)
  })
  app.addHook('onRequest', ({ raw }, reply, done) => {
    if (ending.has(raw.socket)) {
      reply.hijack()
      return
    }
    const refusal = refusalOf(raw)
    if (refusal !== undefined) {
      ending.add(raw.socket)
      reply.headers({ ...SAFE_HEADERS, connection: 'close' })
    }
    done(refusal)
  })
}

const refusalOf = ({ headers, httpVersion }: IncomingMessage): AppError | undefined => {
  const { host, expect } = headers
  const codings = headers['transfer-encoding']?.toLowerCase()
  if (host === undefined && httpVersion !== '1.0')
    return new AppError('BAD_REQUEST', 'Name the host in a Host header.')
  if (codings !== undefined && isCodedInChunks(codings))
    return new AppError('BAD_REQUEST', 'Send the body as it is or in chunks, in no other coding.')
  if (expect !== undefined && expect.toLowerCase() !== '100-continue')
    return new AppError('EXPECTATION_FAILED', 'Only Expect: 100-continue is understood.')
  return undefined
}

/** Node refuses a transfer coding that does not end in chunked, as the body's end is unknown. */
const isCodedInChunks = (codings: string): boolean =>
  codings !== 'chunked' && codings.split(',').at(-1)?.trim() === 'chunked'
