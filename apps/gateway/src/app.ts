import { serveAliases } from '@cnop/common/http/aliases'
import { serveApiDocs } from '@cnop/common/http/api-docs'
import { compressAnswers } from '@cnop/common/http/compress'
import { createApp, type App } from '@cnop/common/http/create-app'
import type { TokenVerifier } from '@cnop/common/security/token-verifier'
import type { ServiceName } from '@cnop/contracts/catalogue'
import { API_BASE } from '@cnop/contracts/internal'
import cors from '@fastify/cors'
import type { Redis } from 'ioredis'

import { measureAdmission } from '#src/admission/admission-metrics'
import type { Limits } from '#src/admission/admit'
import { ApiKeyTokens } from '#src/admission/api-keys'
import { fallbackStore } from '#src/admission/fallback-store'
import { LoadShedder, type Pressure } from '#src/admission/load-shedding'
import { memoryStore } from '#src/admission/memory-store'
import type { PlaceLimits } from '#src/admission/places'
import { redisStore } from '#src/admission/redis-store'
import { refuseBareOptions } from '#src/admission/refuse-bare-options'
import { turnAway } from '#src/admission/turn-away'
import { assertUnambiguous } from '#src/admission/unambiguous'
import type { Upstream } from '#src/proxy/upstream'
import { measureUpstreams } from '#src/proxy/upstream-metrics'
import { redisCheck, serviceCheck } from '#src/routes/health-checks'
import { proxyRoutes } from '#src/routes/proxy-routes'
import { sendSecurityHeaders } from '#src/security-headers'

import packageJson from '../package.json' with { type: 'json' }

export type GatewayDeps = {
  readonly tokens: TokenVerifier
  readonly limits: Limits
  readonly placeLimits: PlaceLimits
  readonly pools: Readonly<Record<ServiceName, Upstream>>
  readonly redis: Redis | undefined
  readonly pressure: Pressure
  readonly corsOrigins: string[]
  readonly trustedProxies: string[]
  readonly logLevel: string
}

export const buildApp = async (deps: GatewayDeps): Promise<App> => {
  const { pools, redis } = deps
  const { app, metrics } = createApp({
    service: 'gateway',
    version: packageJson.version,
    logLevel: deps.logLevel,
    logsTogether: true,
    trustProxy: deps.trustedProxies.length === 0 ? undefined : deps.trustedProxies,
    checks: {
      'user-service': serviceCheck(pools['user-service']),
      'inventory-service': serviceCheck(pools['inventory-service']),
      'order-service': serviceCheck(pools['order-service']),
      ...(redis === undefined ? {} : { redis: redisCheck(redis) }),
    },
    usesDatabase: false,
    healthAliases: [`${API_BASE}/health`],
  })
  measureUpstreams(pools, metrics)
  passBodiesOn(app)
  sendSecurityHeaders(app)
  refuseBareOptions(app)
  await app.register(cors, {
    origin: deps.corsOrigins,
    credentials: true,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
    exposedHeaders: [
      'x-request-id',
      'idempotent-replayed',
      'retry-after',
      'ratelimit-limit',
      'ratelimit-remaining',
      'ratelimit-reset',
      'etag',
      'link',
    ],
  })
  turnAway(app, new LoadShedder(deps.pressure, metrics))
  app.addHook('onRequest', ({ raw }, _reply, done) => {
    assertUnambiguous(raw)
    done()
  })
  await compressAnswers(app)
  await serveApiDocs(app, 'Cloud-Native Order Processor', packageJson.version)
  serveAliases(app)

  const { onChange, onDecision } = measureAdmission(metrics, redis !== undefined)
  const local = memoryStore(Date.now)
  const store =
    redis === undefined
      ? local
      : fallbackStore(redisStore(redis), local, {
          now: Date.now,
          onChange: (state, cause) => {
            onChange(state)
            app.log.warn({ state, err: cause }, 'limits and ended sessions are now kept elsewhere')
          },
        })
  const apiKeys = new ApiKeyTokens(pools['user-service'].requests, Date.now)
  proxyRoutes(app, { ...deps, store, apiKeys, onDecision })
  return app
}

/** Bodies go on byte for byte: parsing and printing them again would change long decimals. */
const passBodiesOn = (app: App): void => {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  )
}
