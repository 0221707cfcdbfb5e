import { httpSettings, portSetting } from '@cnop/common/http/settings'
import { redisSettings } from '@cnop/common/redis/settings'
import { tokenSettings } from '@cnop/common/security/token-settings'
import { z } from 'zod'

/** Requests a minute; 0 turns the class off. */
const limitSetting = (perMinute: number) => z.coerce.number().int().min(0).default(perMinute)

const listSetting = () =>
  z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )

export const gatewaySettings = {
  ...httpSettings,
  ...tokenSettings,
  ...redisSettings,
  GATEWAY_PORT: portSetting(8080),
  USER_SERVICE_URL: z.url().default('http://127.0.0.1:8000'),
  INVENTORY_SERVICE_URL: z.url().default('http://127.0.0.1:8001'),
  ORDER_SERVICE_URL: z.url().default('http://127.0.0.1:8002'),
  /** Pages of other origins that may call the API, separated by commas. Empty: none. The page itself needs none. */
  CORS_ORIGINS: listSetting(),
  /** Addresses or networks of the proxies in front, whose X-Forwarded-For counts. Empty: nobody's. */
  TRUSTED_PROXIES: listSetting(),
  /** By address: prices and other public reads. */
  RATE_LIMIT_PUBLIC: limitSetting(600),
  /** By address: streams opened, however long they go on. */
  RATE_LIMIT_STREAM: limitSetting(120),
  /** Streams one address may have open at once with this process; 0: any number. */
  STREAMS_PER_ADDRESS: z.coerce.number().int().min(0).default(100),
  /** Reads one user may have going on at once with this process; 0: any number. */
  READS_PER_USER: z.coerce.number().int().min(0).default(8),
  /** The same for downloads. */
  DOWNLOADS_PER_USER: z.coerce.number().int().min(0).default(1),
  /** By address: tries to sign in. */
  RATE_LIMIT_LOGIN: limitSetting(60),
  /** By address: new accounts. */
  RATE_LIMIT_REGISTER: limitSetting(60),
  /** By user: orders, deposits and withdrawals. */
  RATE_LIMIT_TRADING: limitSetting(240),
  /** By user: everything that is only read. */
  RATE_LIMIT_READS: limitSetting(600),
}
