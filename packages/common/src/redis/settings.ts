import { z } from 'zod'

export const redisSettings = {
  /** Takes the place of the four below. Empty with an empty REDIS_HOST: no Redis. */
  REDIS_URL: z.string().default(''),
  REDIS_HOST: z.string().default(''),
  REDIS_PORT: z.coerce.number().int().min(1).max(65_535).default(6379),
  REDIS_PASSWORD: z.string().default(''),
  REDIS_DB: z.coerce.number().int().min(0).default(0),
}

export type RedisSettings = z.infer<z.ZodObject<typeof redisSettings>>
