import { dynamoDbSettings } from '@cnop/common/dynamodb/config'
import { httpSettings, portSetting } from '@cnop/common/http/settings'
import { tokenSettings } from '@cnop/common/security/token-manager'
import { z } from 'zod'

export const userServiceSettings = {
  ...httpSettings,
  ...dynamoDbSettings,
  ...tokenSettings,
  USER_SERVICE_PORT: portSetting(8000),
  /** log2 of the bcrypt rounds: each step doubles the time of a log-in, and of a guess. */
  BCRYPT_COST: z.coerce.number().int().min(4).max(15).default(12),
}
