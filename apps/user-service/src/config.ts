import { dynamoDbSettings } from '@cnop/common/dynamodb/config'
import { httpSettings, portSetting, readSettings } from '@cnop/common/http/settings'
import { redisSettings } from '@cnop/common/redis/settings'
import { checkSigningSettings, signingSettings } from '@cnop/common/security/token-settings'
import { parseCash } from '@cnop/money/text'
import { z } from 'zod'

const dailyLimit = z
  .string()
  .default('')
  .refine((text) => /^(\d+(\.\d{1,2})?)?$/.test(text), 'must be dollars, such as 5000 or 99.50')
  .transform((text) => (/[1-9]/.test(text) ? parseCash(text) : undefined))

export const userServiceSettings = {
  ...httpSettings,
  ...dynamoDbSettings,
  ...signingSettings,
  ...redisSettings,
  USER_SERVICE_PORT: portSetting(8000),
  /** Prices of the past, for the history of demo accounts. */
  INVENTORY_SERVICE_URL: z.url().default('http://127.0.0.1:8001'),
  /** log2 of the bcrypt rounds: each step doubles the time of a log-in, and of a guess. */
  BCRYPT_COST: z.coerce.number().int().min(4).max(15).default(12),
  /** Encrypts two-factor secrets, marks known devices and signs cursors. Empty: derived from JWT_SECRET_KEY. */
  ACCOUNT_SECRET_KEY: z
    .string()
    .default('')
    .refine((key) => key === '' || Buffer.byteLength(key) >= 32, 'must have at least 32 bytes'),
  /** Failed log-ins in a row before an account is locked; half as many before it is slowed. 0: never. */
  LOGIN_LOCK_AFTER: z.coerce.number().int().min(0).max(100).default(10),
  /** The same for an address, over all accounts. */
  LOGIN_LOCK_AFTER_ADDRESS: z.coerce.number().int().min(0).max(1_000).default(100),
  /** US dollars a user may deposit, and withdraw, in one day (UTC). Empty or 0: as much as they like. */
  DAILY_DEPOSIT_LIMIT: dailyLimit,
  DAILY_WITHDRAW_LIMIT: dailyLimit,
  LOGIN_LOCK_MINUTES: z.coerce.number().int().min(1).max(1_440).default(15),
}

/** Without a secret of its own it takes the one that signs tokens, if there is one. */
const checkAccountSecret = (
  settings: { readonly ACCOUNT_SECRET_KEY: string; readonly JWT_SECRET_KEY: string },
  complain: (setting: string, message: string) => void,
): void => {
  if (settings.ACCOUNT_SECRET_KEY === '' && settings.JWT_SECRET_KEY === '')
    complain('ACCOUNT_SECRET_KEY', 'is required without JWT_SECRET_KEY: 32 random bytes or more')
}

export type UserServiceSettings = z.output<z.ZodObject<typeof userServiceSettings>>

/** @throws {SettingsError} naming every wrong setting. */
export const readUserServiceSettings = (
  environment: Record<string, string | undefined>,
): UserServiceSettings =>
  readSettings(userServiceSettings, environment, checkSigningSettings, checkAccountSecret)
