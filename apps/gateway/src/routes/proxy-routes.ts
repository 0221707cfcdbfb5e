import type { App } from '@cnop/common/http/create-app'
import type { TokenManager } from '@cnop/common/security/token-manager'
import type { ServiceName } from '@cnop/contracts/catalogue'
import { API_BASE } from '@cnop/contracts/internal'
import type { Pool } from 'undici'

import type { AdmissionStore } from '#src/admission/admission'
import { admit, type Limits } from '#src/admission/admit'
import { forward } from '#src/proxy/forward'
import { servicePath } from '#src/proxy/service-path'
import { routeMap, type Route } from '#src/routes/route-map'

export type ProxyDeps = {
  readonly pools: Readonly<Record<ServiceName, Pool>>
  readonly store: AdmissionStore
  readonly tokens: TokenManager
  readonly limits: Limits
}

/** Clocks differ and tokens are taken a little past their end; the end of a session must outlast both. */
const MARGIN_SECONDS = 60

/** Serves every route of the map by sending it on; the contracts in it feed the API description. */
export const proxyRoutes = (app: App, deps: ProxyDeps): void => {
  for (const route of routeMap) proxyRoute(app, deps, route)
}

const proxyRoute = (app: App, deps: ProxyDeps, { endpoint, service, timeoutMs }: Route): void => {
  const { method, url, config, schema } = endpoint
  const isPublic = config.limit === 'public' && config.access === 'public'
  app.route({
    method,
    url: `${API_BASE}${url}`,
    config: { ...config, aliases: config.aliases?.map((alias) => `${API_BASE}${alias}`) ?? [] },
    schema,
    // The service validates. Here the schema only describes.
    validatorCompiler: () => () => true,
    onRequest: async (request, reply) => {
      if (!isPublic) reply.header('cache-control', 'no-store')
      await admit(deps, config, request, reply)
    },
    handler: async (request, reply) =>
      await forward(request, reply, {
        pool: deps.pools[service],
        path: servicePath(url, request),
        timeoutMs,
        cookie: url.startsWith('/auth/'),
        onSessionEnded: (sessionId) =>
          deps.store.endSession(sessionId, deps.tokens.expiresInSeconds + MARGIN_SECONDS),
      }),
  })
}
