import type { Redis } from 'ioredis'
import { z } from 'zod'

import { WINDOW_MS, type AdmissionStore } from '#src/admission/admission'

/**
 * One round trip for everything a request is asked: counts it in its window (the first one starts the
 * window) and looks whether its session has ended. One script, so that a counter can never be left
 * without an end.
 */
const ADMIT = `
local count = redis.call('INCR', KEYS[1])
local ttl = redis.call('PTTL', KEYS[1])
if ttl < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  ttl = tonumber(ARGV[1])
end
return {count, ttl, redis.call('EXISTS', KEYS[2])}
`

const Answer = z.tuple([z.number(), z.number(), z.number()])

/** Counters and ended sessions shared by all gateways. Rejects when Redis does not answer at once. */
export const redisStore = (redis: Redis): AdmissionStore => ({
  async admit({ counter, sessionId }) {
    const answer = await redis.eval(
      ADMIT,
      2,
      `limit:${counter}`,
      endedKey(sessionId ?? ''),
      WINDOW_MS,
    )
    const [count, resetMs, ended] = Answer.parse(answer)
    return { count, resetMs, sessionEnded: ended === 1 }
  },

  async endSession(sessionId, ttlSeconds) {
    await redis.set(endedKey(sessionId), '1', 'EX', ttlSeconds)
  },
})

const endedKey = (sessionId: string): string => `ended:${sessionId}`
