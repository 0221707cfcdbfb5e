import type { App } from '@cnop/common/http/create-app'
import type { TokenVerifier } from '@cnop/common/security/token-verifier'
import type { ServiceName } from '@cnop/contracts/catalogue'
import { API_BASE } from '@cnop/contracts/internal'
import { IdempotencyHeaders } from '@cnop/contracts/wire'

import type { AdmissionStore } from '#src/admission/admission'
import { admit, type Decision, type Limits } from '#src/admission/admit'
import type { ApiKeyTokens } from '#src/admission/api-keys'
import { placesOf, type PlaceLimits, type TakePlace } from '#src/admission/places'
import { assertSameOrigin } from '#src/admission/same-origin'
import { assertNames } from '#src/admission/unambiguous'
import { forward, sendInOneWrite } from '#src/proxy/forward'
import { OpenStreams } from '#src/proxy/open-streams'
import { servicePath } from '#src/proxy/service-path'
import type { Upstream } from '#src/proxy/upstream'
import { isStream, routeMap, type Route } from '#src/routes/route-map'

export type ProxyDeps = {
  readonly pools: Readonly<Record<ServiceName, Upstream>>
  readonly store: AdmissionStore
  readonly tokens: TokenVerifier
  readonly apiKeys: ApiKeyTokens
  readonly limits: Limits
  /** Pages of other origins that may call the API. */
  readonly corsOrigins: readonly string[]
  readonly placeLimits: PlaceLimits
  readonly onDecision: (decision: Decision) => void
}

/** Clocks differ and tokens are taken a little past their end; the end of a session must outlast both. */
const MARGIN_SECONDS = 60

/** Serves every route of the map by sending it on; the contracts in it feed the API description. */
export const proxyRoutes = (app: App, deps: ProxyDeps): void => {
  const streams = new OpenStreams()
  const placeFor = placesOf(deps.placeLimits, () =>
    deps.onDecision({ limit: 'at-once', refused: true, shared: false }),
  )
  app.decorateRequest('identity', undefined)
  // A process that stops would wait for them until their readers leave.
  app.addHook('preClose', async () => streams.endAll())
  for (const route of routeMap)
    proxyRoute(app, { ...deps, streams, takePlace: placeFor(route.endpoint) }, route)
}

declare module 'fastify' {
  interface FastifyRequest {
    /** How the caller is shown to the service. */
    identity: string | undefined
  }
}

type RouteDeps = ProxyDeps & {
  readonly streams: OpenStreams
  readonly takePlace: TakePlace | undefined
}

const proxyRoute = (
  app: App,
  { streams, takePlace, ...deps }: RouteDeps,
  { endpoint, service, answerMs, pauseMs }: Route,
): void => {
  const { method, url, config, schema } = endpoint
  const upstream = deps.pools[service]
  const pathOf = servicePath(url)
  const streaming = isStream(endpoint)
  const isPublic = config.limit === 'public' && config.access === 'public'
  app.route({
    method,
    url: `${API_BASE}${url}`,
    config: { ...config, aliases: config.aliases?.map((alias) => `${API_BASE}${alias}`) ?? [] },
    schema,
    exposeHeadRoute: !streaming,
    // Services have encoded what is worth it.
    compress: false,
    // The service validates. Here the schema only describes.
    validatorCompiler: () => () => true,
    onRequest: async (request, reply) => {
      if (!isPublic) reply.header('cache-control', 'no-store')
      assertNames(request.params)
      if (config.access === 'cookie' || config.samePageOnly === true)
        assertSameOrigin(request.headers, deps.corsOrigins)
      request.identity = await admit(deps, config, request, reply)
    },
    onSend: sendInOneWrite,
    handler: async (request, reply) => {
      if (takePlace !== undefined) {
        // A caller who left during admission: `close` has come already, so the place would never be given back.
        if (reply.raw.closed) return reply.hijack()
        reply.raw.once('close', takePlace(request))
      }
      return await forward(request, reply, {
        upstream,
        path: pathOf(request),
        answerMs,
        pauseMs,
        streams: streaming ? streams : undefined,
        cookie: url.startsWith('/auth/'),
        authorization: request.identity,
        takesKey: schema.headers === IdempotencyHeaders,
        onAccessChange: (subject, state) =>
          deps.store.changeAccess({
            subject,
            state,
            ttlSeconds: deps.tokens.expiresInSeconds + MARGIN_SECONDS,
          }),
      })
    },
  })
}
