import { z } from 'zod'

/** Whether the client reads it as it was meant: behind the host there is at most the number of a database. */
const isRedisUrl = (text: string): boolean => {
  const url = URL.parse(text)
  return (
    url !== null &&
    url.hostname !== '' &&
    /^rediss?:$/.test(url.protocol) &&
    /^\/?\d*$/.test(url.pathname)
  )
}

export const redisSettings = {
  /**
   * Takes the place of the four below. Empty with an empty REDIS_HOST: no Redis. A password in it that is not
   * written for URLs (`/` as `%2F`) is refused here, as the client's own error would show it.
   */
  REDIS_URL: z
    .string()
    .refine(
      (text) => text === '' || isRedisUrl(text),
      'must be a URL such as redis://:password@host:6379, the password written for URLs',
    )
    .default(''),
  REDIS_HOST: z.string().default(''),
  REDIS_PORT: z.coerce.number().int().min(1).max(65_535).default(6379),
  REDIS_PASSWORD: z.string().default(''),
  REDIS_DB: z.coerce.number().int().min(0).default(0),
}

export type RedisSettings = z.infer<z.ZodObject<typeof redisSettings>>
