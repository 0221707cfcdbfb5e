import { z } from 'zod'

import { Timestamp } from './wire.ts'

/** What `/health` of every service and of the gateway answers. */
export const Health = z
  .object({
    status: z.enum(['healthy', 'degraded', 'unhealthy']),
    service: z.string(),
    version: z.string(),
    uptime: z.number().meta({ description: 'Seconds' }),
    timestamp: Timestamp,
    checks: z.record(
      z.string(),
      z.object({
        status: z.enum(['healthy', 'degraded', 'unhealthy']),
        detail: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'Health' })
export type Health = z.infer<typeof Health>
