import { API_BASE } from '@cnop/contracts/internal'
import helmet from '@fastify/helmet'
import proxy from '@fastify/http-proxy'
import fastifyStatic from '@fastify/static'
import Fastify, { type FastifyInstance } from 'fastify'

type PageServer = {
  /** Folder of the built page. */
  readonly root: string
  readonly gatewayUrl: string
}

const YEAR_SECONDS = 31_536_000

/**
 * Serves the built page and, under the same origin, the gateway's API, as nginx does in a container:
 * the browser needs no CORS and the policy can forbid every other origin.
 */
export const buildPageServer = async ({
  root,
  gatewayUrl,
}: PageServer): Promise<FastifyInstance> => {
  const app = Fastify({ forceCloseConnections: true })
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    frameguard: { action: 'deny' },
    strictTransportSecurity: false,
  })
  await app.register(proxy, {
    upstream: gatewayUrl,
    prefix: API_BASE,
    rewritePrefix: API_BASE,
    disableRequestLogging: true,
    // By default a 503 is asked for ten times more.
    retryMethods: [],
    replyOptions: { onError: (reply) => void reply.code(502).send(GATEWAY_AWAY) },
  })
  await app.register(fastifyStatic, {
    root,
    preCompressed: true,
    cacheControl: false,
    // Names of built files hold a hash of what is in them.
    setHeaders: (reply, path) =>
      reply.header(
        'cache-control',
        path.includes('/assets/') ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache',
      ),
  })
  app.setNotFoundHandler(async (request, reply) => {
    const isNavigation = request.headers.accept?.includes('text/html') === true
    if (request.method === 'GET' && isNavigation) return await reply.sendFile('index.html')
    return await reply.code(404).type('text/plain').send('Not found')
  })
  return app
}

const GATEWAY_AWAY = {
  type: 'urn:problem:bad-gateway',
  title: 'The service broke off',
  status: 502,
  detail: 'The API gateway is not reachable.',
  code: 'BAD_GATEWAY',
}
