import { createHash } from 'node:crypto'

import type { Redis } from 'ioredis'
import { z } from 'zod'

import { WINDOW_MS, type AccessChange, type AdmissionStore } from '#src/admission/admission'

/**
 * One round trip for everything a request is asked: counts it in its window (the first one starts the
 * window) and looks whether its caller's access has ended. One script, so that a counter can never be
 * left without an end.
 */
const ADMIT = `
local count = redis.call('INCR', KEYS[1])
local ttl = redis.call('PTTL', KEYS[1])
if ttl < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  ttl = tonumber(ARGV[1])
end
local answer = {count, ttl}
for i = 2, #KEYS do
  answer[i + 1] = redis.call('GET', KEYS[i]) or ''
end
return answer
`

const ADMIT_SHA = createHash('sha1').update(ADMIT).digest('hex')

const Answer = z.tuple([z.number(), z.number()]).rest(z.enum(['revoked', 'restored', '']))

export type SharedStore = AdmissionStore & {
  /** Tells a change unless there is already a word on its subject. */
  readonly remind: (change: AccessChange) => Promise<void>
}

/** Counters and changes of access shared by all gateways. Rejects when Redis does not answer at once. */
export const redisStore = (redis: Redis): SharedStore => ({
  async admit({ counter, subjects }) {
    const keys = [`limit:${counter}`, ...subjects.map(accessKey)]
    const [count, resetMs, ...access] = Answer.parse(await runAdmit(redis, keys))
    return {
      count,
      resetMs,
      shared: true,
      access: access.map((state) => (state === '' ? undefined : state)),
    }
  },

  async changeAccess({ subject, state, ttlSeconds }) {
    await redis.set(accessKey(subject), state, 'EX', ttlSeconds)
  },

  async remind({ subject, state, ttlSeconds }) {
    await redis.set(accessKey(subject), state, 'EX', ttlSeconds, 'NX')
  },
})

/** By its hash, as its text would be the most of every request; Redis is told the text when it does not know it. */
const runAdmit = async (redis: Redis, keys: readonly string[]): Promise<unknown> => {
  try {
    return await redis.evalsha(ADMIT_SHA, keys.length, ...keys, WINDOW_MS)
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error
    return await redis.eval(ADMIT, keys.length, ...keys, WINDOW_MS)
  }
}

const accessKey = (subject: string): string => `access:${subject}`
