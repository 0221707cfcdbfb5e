import type { FastifyInstance } from 'fastify'

import { readUntil } from '../dynamodb/read-signal.ts'

/** The caller closed the connection before the response was sent, so nobody reads it. */
export class CallerLeft extends Error {
  override readonly name = 'CallerLeft'

  constructor() {
    super('the caller left')
  }
}

/** As nginx logs it: the client closed the request. Never sent, as there is no connection left. */
export const CALLER_LEFT_STATUS = 499

/**
 * Ends the database reads of a GET whose caller hangs up. Writes are carried through: one that was begun may
 * have happened, and others belong to it. `/metrics` is left out, as scrapes share one read.
 */
export const endAbandonedReads = (app: FastifyInstance): void => {
  app.addHook('onRequest', (request, reply, done) => {
    const { access, limit } = request.routeOptions.config
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    if (!isRead || (limit === undefined && access !== 'internal')) {
      done()
      return
    }
    const reading = new AbortController()
    reply.raw.once('close', () => {
      if (!reply.raw.writableEnded) reading.abort(new CallerLeft())
    })
    readUntil(reading.signal, done)
  })
}
