import type { App } from '@cnop/common/http/create-app'

import { assertUnambiguous } from '#src/admission/unambiguous'

/**
 * Answers `OPTIONS` that is no preflight as the method it is at that path: 405 or 404, and 400 for `OPTIONS *`.
 * The CORS plugin, which takes every `OPTIONS`, would answer it with a text.
 */
export const refuseBareOptions = (app: App): void => {
  app.addHook('onRequest', ({ method, headers, raw }, reply, done) => {
    if (method === 'OPTIONS') {
      assertUnambiguous(raw)
      const isPreflight =
        headers.origin !== undefined && headers['access-control-request-method'] !== undefined
      if (!isPreflight) {
        reply.callNotFound()
        return
      }
    }
    done()
  })
}
