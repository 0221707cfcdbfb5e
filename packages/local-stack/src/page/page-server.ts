import { API_BASE } from '@cnop/contracts/internal'
import proxy from '@fastify/http-proxy'
import fastifyStatic from '@fastify/static'
import Fastify, { type FastifyInstance } from 'fastify'

import {
  CACHE_HASHED,
  CACHE_OTHERS,
  FILE_NAME,
  HASHED_FILES,
  PAGE_HEADERS,
} from './page-headers.ts'

type PageServer = {
  /** Folder of the built page. */
  readonly root: string
  readonly gatewayUrl: string
}

/**
 * Serves the built page and, under the same origin, the gateway's API, as nginx does in a container:
 * the browser needs no CORS and the policy can forbid every other origin.
 */
export const buildPageServer = async ({
  root,
  gatewayUrl,
}: PageServer): Promise<FastifyInstance> => {
  const app = Fastify({ forceCloseConnections: true })
  app.addHook('onSend', async (request, reply) => {
    // The gateway's answers bear its own.
    if (!request.url.startsWith(`${API_BASE}/`)) reply.headers(PAGE_HEADERS)
  })
  await app.register(proxy, {
    upstream: gatewayUrl,
    prefix: API_BASE,
    rewritePrefix: API_BASE,
    disableRequestLogging: true,
    // By default a 503 is asked for ten times more.
    retryMethods: [],
    replyOptions: {
      onError: (reply) => void reply.code(502).send(GATEWAY_AWAY),
      rewriteRequestHeaders: ({ headers: { host } }, headers) => ({
        ...headers,
        'x-forwarded-host': host,
      }),
    },
  })
  await app.register(fastifyStatic, {
    root,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      void reply.header('cache-control', path.includes(HASHED_FILES) ? CACHE_HASHED : CACHE_OTHERS)
    },
  })
  app.setNotFoundHandler(async (request, reply) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    const [path = ''] = request.url.split('?', 1)
    if (isRead && !namesFile(path)) return await reply.sendFile('index.html')
    return await reply.code(404).type('text/plain').send('Not found')
  })
  return app
}

const namesFile = (path: string): boolean => new RegExp(FILE_NAME).test(path)

const GATEWAY_AWAY = {
  type: 'urn:problem:bad-gateway',
  title: 'The service broke off',
  status: 502,
  detail: 'The API gateway is not reachable.',
  code: 'BAD_GATEWAY',
}
