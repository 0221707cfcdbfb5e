import { Redis, type RedisOptions } from 'ioredis'

import type { RedisSettings } from './settings.ts'

/**
 * A command gets 100 ms, fails at once while Redis is gone, and is never sent later: by default ioredis
 * queues commands without end and replays them, which would count old requests again.
 */
const FAIL_FAST = {
  commandTimeout: 100,
  connectTimeout: 1_000,
  // A connection that a network forgot, or whose other end was replaced, answers nothing for a quarter of
  // an hour: without a word for a second it is given up and made anew.
  socketTimeout: 1_000,
  // A primary that became a replica keeps its connections and refuses what is written; its name stands for the
  // new primary by then.
  reconnectOnError: ({ message }: Error) => message.includes('READONLY'),
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  retryStrategy: (attempt: number) => Math.min(attempt * 100, 1_000),
} satisfies RedisOptions

/** Connects in the background and keeps trying; `undefined` when no Redis is set. */
export const connectRedis = (settings: RedisSettings): Redis | undefined => {
  if (settings.REDIS_URL === '' && settings.REDIS_HOST === '') return undefined
  const redis =
    settings.REDIS_URL === ''
      ? new Redis(hostOptions(settings))
      : new Redis(settings.REDIS_URL, FAIL_FAST)
  // Whoever sends a command learns of the failure there; without a listener each retry is printed as well.
  redis.on('error', () => {})
  return redis
}

const hostOptions = (settings: RedisSettings) => ({
  ...FAIL_FAST,
  host: settings.REDIS_HOST,
  port: settings.REDIS_PORT,
  db: settings.REDIS_DB,
  ...(settings.REDIS_PASSWORD === '' ? {} : { password: settings.REDIS_PASSWORD }),
})
