import type { App } from '@cnop/common/http/create-app'
import { problemOf } from '@cnop/common/http/problem'
import { AppError } from '@cnop/contracts/errors'

import type { LoadShedder } from '#src/admission/load-shedding'

const RETRY_AFTER_SECONDS = 2

const TOO_BUSY = new AppError(
  'SERVICE_UNAVAILABLE',
  'Very busy right now. Nothing was done; try again.',
)

/**
 * Answers requests that are too many with 503 before anything is done for them, without other hooks and without a
 * line in the log: what a refusal costs is lost for those who are served. Routes without a class, such as health,
 * are never refused.
 */
export const turnAway = (app: App, shedder: LoadShedder): void => {
  app.addHook('onRequest', (request, reply, done) => {
    const { limit } = request.routeOptions.config
    if (limit === undefined || !shedder.turnsAway(limit)) {
      // A stream stays for hours and asks nothing of this process meanwhile.
      if (limit !== undefined && limit !== 'stream') {
        shedder.entered()
        // Also when the client leaves before it is answered.
        reply.raw.once('close', () => shedder.left())
      }
      done()
      return
    }
    const instance = request.url.split('?', 1)[0] ?? ''
    const body = JSON.stringify(problemOf(TOO_BUSY, { instance, requestId: request.id }))
    request.isUnlogged = true
    reply.hijack()
    reply.headers({
      'retry-after': RETRY_AFTER_SECONDS,
      'cache-control': 'no-store',
      'content-type': 'application/problem+json',
      'content-length': Buffer.byteLength(body),
    })
    const headers = Object.entries(reply.getHeaders()).flatMap(([name, value]) => [
      name,
      String(value),
    ])
    reply.raw.writeHead(503, headers).end(body)
  })
}
