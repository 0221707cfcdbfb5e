import type { FastifyInstance } from 'fastify'

import { notedCaller } from './callers.ts'
import './route-config.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Nothing is written of it, as it is counted and there are too many. */
    isUnlogged: boolean
  }
}

/** One line a request, when it is answered: who asked what, how it ended, how long it took. */
export const logRequests = (app: FastifyInstance): void => {
  app.decorateRequest('isUnlogged', false)
  // Nothing that is written here is a secret, and to look for one takes as long as the line itself.
  const lines = app.log.child({}, { redact: [] })
  app.addHook('onResponse', (request, reply, done) => {
    const { access, limit } = request.routeOptions.config
    if ((limit === undefined && access !== undefined) || request.isUnlogged) {
      done()
      return
    }
    lines.info(
      {
        request_id: request.id,
        method: request.method,
        path: request.url.split('?', 1)[0],
        route: request.routeOptions.url,
        status: reply.statusCode,
        duration_ms: Math.round(reply.elapsedTime * 10) / 10,
        address: request.ip,
        user: notedCaller(request)?.username,
      },
      'request',
    )
    done()
  })
}
