import { dynamoDbSettings } from '@cnop/common/dynamodb/config'
import { httpSettings, portSetting, readSettings } from '@cnop/common/http/settings'
import {
  checkSecretKey,
  checkTokenSettings,
  tokenSettings,
} from '@cnop/common/security/token-settings'
import { z } from 'zod'

export const orderServiceSettings = {
  ...httpSettings,
  ...dynamoDbSettings,
  ...tokenSettings,
  ORDER_SERVICE_PORT: portSetting(8002),
  /** Basis points that a firm quote costs. 0: a firm price is free, and still never better than the market. */
  QUOTE_SPREAD_BPS: z.coerce.number().int().min(0).max(1_000).default(5),
  /** Where prices come from. */
  INVENTORY_SERVICE_URL: z.url().default('http://127.0.0.1:8001'),
  /** Journal items a second that the audit in the background adds up, all replicas together; 0: none. */
  LEDGER_AUDIT_PACE: z.coerce.number().int().min(0).max(100_000).default(500),
  /**
   * An order is refused rather than filled at a price older than this. Empty: three refreshes of the
   * source in use, at least a minute.
   */
  MAX_PRICE_AGE_SECONDS: z
    .union([z.literal('').transform(() => undefined), z.coerce.number().int().min(1)])
    .optional(),
}

export type OrderServiceSettings = z.output<z.ZodObject<typeof orderServiceSettings>>

/** Quotes are signed with the secret key, whatever signs the tokens. @throws {SettingsError} naming every wrong setting. */
export const readOrderServiceSettings = (
  environment: Record<string, string | undefined>,
): OrderServiceSettings =>
  readSettings(orderServiceSettings, environment, checkTokenSettings, checkSecretKey)
