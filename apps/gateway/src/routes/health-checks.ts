import type { HealthCheck } from '@cnop/common/http/health'
import type { Redis } from 'ioredis'

import type { Upstream } from '#src/proxy/upstream'

const TIMEOUT_MS = 900

/**
 * Without one service the gateway still serves the rest of the API, so it is only degraded. A service that
 * answers here is reachable, so its breaker closes: no request is refused for it while health is green.
 */
export const serviceCheck = ({ requests, breaker }: Upstream): HealthCheck => ({
  essential: false,
  run: async () => {
    const answer = await requests.request({
      method: 'GET',
      path: '/health/ready',
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
    })
    await answer.body.dump()
    breaker.close()
    return answer.statusCode === 200 ? undefined : 'not ready'
  },
})

/** Without Redis limits hold per gateway. */
export const redisCheck = (redis: Redis): HealthCheck => ({
  essential: false,
  run: async () => {
    try {
      await redis.ping()
      return undefined
    } catch {
      return 'does not answer: limits and log-outs hold for this gateway alone'
    }
  },
})
