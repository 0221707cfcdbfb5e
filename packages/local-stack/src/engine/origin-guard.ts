import { createServer, request as forward } from 'node:http'
import { pipeline } from 'node:stream'

import { freePort } from '../ports.ts'
import type { Place } from './private-place.ts'

/**
 * Stands before an engine that answers any web page (`Access-Control-Allow-Origin: *`, any signature) and refuses
 * requests from browsers, which send `Origin` with every POST. It ends with this process.
 */
export const startOriginGuard = async (engine: Place): Promise<Place> => {
  const guarded = { host: '127.0.0.1', port: await freePort() }
  const server = createServer((request, response) => {
    if (request.headers.origin !== undefined || request.method !== 'POST') {
      response.writeHead(403, { connection: 'close' }).end()
      return
    }
    const { method, headers } = request
    const upstream = forward({ ...engine, method, path: '/', headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      pipeline(answer, response, () => {})
    })
    upstream.once('error', () => response.destroy())
    pipeline(request, upstream, () => {})
  })
  await new Promise<void>((ready, failed) => {
    server.once('error', failed)
    server.listen(guarded.port, guarded.host, ready)
  })
  server.unref()
  return guarded
}
