import type { HealthCheck } from '@cnop/common/http/health'
import type { Redis } from 'ioredis'
import type { Pool } from 'undici'

const TIMEOUT_MS = 900

/** Without one service the gateway still serves the rest of the API, so it is only degraded. */
export const serviceCheck = (pool: Pool): HealthCheck => ({
  essential: false,
  run: async () => {
    const answer = await pool.request({
      method: 'GET',
      path: '/health/ready',
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
    })
    await answer.body.dump()
    if (answer.statusCode !== 200) throw new Error('not ready')
  },
})

/** Without Redis limits hold per gateway. */
export const redisCheck = (redis: Redis): HealthCheck => ({
  essential: false,
  run: async () => {
    try {
      await redis.ping()
    } catch (cause) {
      throw new Error('does not answer: limits and log-outs hold for this gateway alone', { cause })
    }
  },
})
