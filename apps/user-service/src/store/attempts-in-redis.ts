import type { Redis } from 'ioredis'
import { z } from 'zod'

import { ATTEMPTS_SECONDS, type AttemptStore } from '#src/domain/attempts'

/**
 * Counts an attempt and starts the pause that follows it, or says how many milliseconds of a pause are
 * left: one script, so that of many at once none slips through. ARGV: the life of a count, then the pauses.
 */
const ATTEMPT = `
local left = redis.call('PTTL', KEYS[2])
if left > 0 then return {0, left} end
local count = redis.call('INCR', KEYS[1])
local pause = tonumber(ARGV[math.min(count, #ARGV - 1) + 1])
redis.call('EXPIRE', KEYS[1], math.max(tonumber(ARGV[1]), pause))
if pause > 0 then redis.call('SET', KEYS[2], '1', 'EX', pause) end
return {count, 0}
`

const Answer = z.tuple([z.number(), z.number()])

const countKey = (key: string): string => `attempts:{${key}}:count`
const pauseKey = (key: string): string => `attempts:{${key}}:pause`

const seconds = (milliseconds: number): number => Math.max(0, Math.ceil(milliseconds / 1_000))

/** Counts shared by all replicas. Rejects when Redis does not answer at once. */
export const attemptsInRedis = (redis: Redis): AttemptStore => ({
  async attempt(key, pauses) {
    const [count, leftMs] = Answer.parse(
      await redis.eval(ATTEMPT, 2, countKey(key), pauseKey(key), ATTEMPTS_SECONDS, ...pauses),
    )
    return count === 0 ? { allowed: false, waitSeconds: seconds(leftMs) } : { allowed: true, count }
  },

  waitSeconds: async (key) => seconds(await redis.pttl(pauseKey(key))),

  clear: async (key) => {
    await redis.del(countKey(key), pauseKey(key))
  },
})

/** After a failure Redis is left alone this long, so that its time-outs do not slow every log-in. */
const PAUSE_MS = 1_000

/**
 * Redis while it answers, else the memory of this process: limits never end, and no log-in fails for them.
 * Attempts are counted in memory all along, so that a Redis that is lost for a moment gives nobody fresh
 * tries; as long as what it missed is remembered here, a pause that began here holds as well.
 */
export const attemptsWithFallback = (
  shared: AttemptStore,
  local: AttemptStore,
  onFailure: (cause: unknown) => void,
): AttemptStore => {
  let pausedUntil = 0
  let countedAloneUntil = 0
  const orLocal = async <Result>(
    ask: () => Promise<Result>,
    here: () => Promise<Result>,
  ): Promise<Result> => {
    if (Date.now() < pausedUntil) return await here()
    try {
      return await ask()
    } catch (cause) {
      pausedUntil = Date.now() + PAUSE_MS
      onFailure(cause)
      return await here()
    }
  }
  return {
    async attempt(key, pauses) {
      const counted = await local.attempt(key, pauses)
      if (!counted.allowed && Date.now() < countedAloneUntil) return counted
      return await orLocal(
        () => shared.attempt(key, pauses),
        async () => {
          countedAloneUntil = Date.now() + ATTEMPTS_SECONDS * 1_000
          return counted
        },
      )
    },

    waitSeconds: async (key) =>
      await orLocal(
        () => shared.waitSeconds(key),
        () => local.waitSeconds(key),
      ),

    async clear(key) {
      await local.clear(key)
      await orLocal(
        () => shared.clear(key),
        async () => {},
      )
    },
  }
}
