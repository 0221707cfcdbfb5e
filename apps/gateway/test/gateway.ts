import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import type { App } from '@cnop/common/http/create-app'
import { connectRedis } from '@cnop/common/redis/client'
import type { TokenVerifier } from '@cnop/common/security/token-verifier'
import { testTokens } from '@cnop/common/testing/test-tokens'
import { Problem } from '@cnop/contracts/errors'
import { Health } from '@cnop/contracts/health'
import { afterAll, beforeAll, beforeEach } from 'vitest'

import type { Limits } from '#src/admission/admit'
import type { Pressure } from '#src/admission/load-shedding'
import type { PlaceLimits } from '#src/admission/places'
import { buildApp } from '#src/app'
import { connectUpstream, type Upstream } from '#src/proxy/upstream'

/** What a stand-in service got to see of a request. */
type Seen = {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export type StandIn = {
  readonly url: string
  /** Requests since the last look. */
  readonly seen: () => Seen[]
  /** What it does with a request from now on; answers 200 `{}` by default. */
  readonly respond: (handler: (request: Seen, response: ServerResponse) => void) => void
  readonly close: () => Promise<void>
}

/** A service over a real socket that does what the test says. */
export const startStandIn = async (): Promise<StandIn> => {
  let requests: Seen[] = []
  let handler = (_request: Seen, response: ServerResponse): void => {
    response.setHeader('content-type', 'application/json')
    response.end('{}')
  }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const seen = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      }
      if (!seen.url.startsWith('/health')) requests.push(seen)
      handler(seen, response)
    })
  })
  const url = await listen(server)
  return {
    url,
    seen: () => {
      const since = requests
      requests = []
      return since
    },
    respond: (next) => {
      handler = next
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return `http://127.0.0.1:${portOf(server.address())}`
}

const portOf = (address: AddressInfo | string | null): number => {
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  return address.port
}

/** The problem+json of a refusal, checked against the contract. */
export const problemOf = async (answer: Response): Promise<Problem> =>
  Problem.parse(await answer.json())

export const healthOf = async (gatewayUrl: string): Promise<Health> =>
  Health.parse(await (await fetch(`${gatewayUrl}/health`)).json())

const NO_LIMITS: Limits = { public: 0, stream: 0, login: 0, register: 0, trading: 0, reads: 0 }

const NO_PLACE_LIMITS: PlaceLimits = { readsPerUser: 0, downloadsPerUser: 0, streamsPerAddress: 0 }

/** A gateway on a real port in front of one stand-in for all services. */
export const startGateway = async (options: {
  readonly serviceUrl: string
  readonly limits?: Partial<Limits>
  readonly placeLimits?: Partial<PlaceLimits>
  readonly tokens?: TokenVerifier
  readonly redisUrl?: string
  readonly trustedProxies?: string[]
  readonly pressure?: Pressure
}): Promise<{ app: App; url: string; close: () => Promise<void> }> => {
  const pools: Upstream[] = []
  const pool = () => {
    const made = connectUpstream(options.serviceUrl)
    pools.push(made)
    return made
  }
  const redis = connectRedis({
    REDIS_URL: options.redisUrl ?? '',
    REDIS_HOST: '',
    REDIS_PORT: 6379,
    REDIS_PASSWORD: '',
    REDIS_DB: 0,
  })
  const app = await buildApp({
    tokens: options.tokens ?? testTokens(),
    limits: { ...NO_LIMITS, ...options.limits },
    placeLimits: { ...NO_PLACE_LIMITS, ...options.placeLimits },
    pools: { 'user-service': pool(), 'inventory-service': pool(), 'order-service': pool() },
    redis,
    pressure: options.pressure ?? { isHigh: () => false },
    corsOrigins: ['http://page.example'],
    trustedProxies: options.trustedProxies ?? [],
    logLevel: 'silent',
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  // Until it is connected, or known not to be there, limits are the gateway's own.
  if (redis !== undefined && redis.status !== 'ready') await once(redis, 'ready').catch(() => {})
  return {
    app,
    url,
    close: async () => {
      await app.close()
      await Promise.all(pools.map((each) => each.close()))
      redis?.disconnect()
    },
  }
}

type Gateway = Awaited<ReturnType<typeof startGateway>>

/** One gateway and its stand-in for all tests of a file; each test sees its own requests alone. */
export const sharedGateway = (): { readonly service: StandIn; readonly gateway: Gateway } => {
  let service: StandIn
  let gateway: Gateway
  beforeAll(async () => {
    service = await startStandIn()
    gateway = await startGateway({ serviceUrl: service.url })
  })
  afterAll(async () => {
    await gateway.close()
    await service.close()
  })
  beforeEach(() => service.seen())
  return {
    get service() {
      return service
    },
    get gateway() {
      return gateway
    },
  }
}
