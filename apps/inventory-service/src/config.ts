import { dynamoDbSettings } from '@cnop/common/dynamodb/config'
import { httpSettings, portSetting, readSettings } from '@cnop/common/http/settings'
import { checkTokenSettings, tokenSettings } from '@cnop/common/security/token-settings'
import { z } from 'zod'

export const inventoryServiceSettings = {
  ...httpSettings,
  ...dynamoDbSettings,
  ...tokenSettings,
  INVENTORY_SERVICE_PORT: portSetting(8001),
  /**
   * Names the simulated market: whoever knows it can compute its prices, also those to come. Empty: drawn once and shared
   * by all replicas through the database.
   */
  SIMULATION_SEED: z.string().default(''),
  /**
   * `auto`: the real market while CoinGecko can be reached, else the simulated one. `simulated`: that one
   * alone. `tape:FILE`: prices as they were recorded there.
   */
  PRICE_SOURCE: z
    .string()
    .regex(/^(auto|simulated|tape:.+)$/, 'must be auto, simulated or tape:FILE')
    .default('auto'),
  /** How many seconds of a tape pass in a second. */
  TAPE_SPEED: z.coerce.number().min(0.1).max(1_000).default(1),
  /** A file to record prices to, behind what is there. Empty: none. */
  TAPE_RECORD: z.string().default(''),
  /** Empty: the public API, which needs no key. */
  COINGECKO_API_KEY: z.string().default(''),
  /** Which plan the key belongs to: it says how the key is sent, and where. */
  COINGECKO_PLAN: z.enum(['demo', 'pro']).default('demo'),
  /** Empty: that of the plan. */
  COINGECKO_BASE_URL: z.union([z.literal(''), z.url()]).default(''),
  /** Calls a month, which set the pace. The default is what CoinGecko gives to a free key. */
  COINGECKO_MONTHLY_CALLS: z.coerce.number().int().min(1).default(10_000),
}

export type InventoryServiceSettings = z.output<z.ZodObject<typeof inventoryServiceSettings>>

/** @throws {SettingsError} naming every wrong setting. */
export const readInventoryServiceSettings = (
  environment: Record<string, string | undefined>,
): InventoryServiceSettings =>
  readSettings(inventoryServiceSettings, environment, checkTokenSettings)

const BASE_URLS = {
  demo: 'https://api.coingecko.com/api/v3',
  pro: 'https://pro-api.coingecko.com/api/v3',
} as const

type CoinGeckoSettings = z.infer<
  z.ZodObject<
    Pick<
      typeof inventoryServiceSettings,
      | 'PRICE_SOURCE'
      | 'COINGECKO_API_KEY'
      | 'COINGECKO_PLAN'
      | 'COINGECKO_BASE_URL'
      | 'COINGECKO_MONTHLY_CALLS'
    >
  >
>

/** How CoinGecko is reached, and how often; `undefined`: not at all. */
export const coinGeckoAccess = (settings: CoinGeckoSettings) =>
  settings.PRICE_SOURCE !== 'auto'
    ? undefined
    : {
        baseUrl: settings.COINGECKO_BASE_URL || BASE_URLS[settings.COINGECKO_PLAN],
        apiKey: settings.COINGECKO_API_KEY,
        plan: settings.COINGECKO_PLAN,
        monthlyCalls: settings.COINGECKO_MONTHLY_CALLS,
      }
