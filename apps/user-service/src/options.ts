import { PasswordManager } from '@cnop/common/security/password-manager'
import type { z } from 'zod'

import type { userServiceSettings } from '#src/config'
import { accountKeysFrom } from '#src/domain/account-keys'

type Settings = z.output<z.ZodObject<typeof userServiceSettings>>

/** What the app is built with that comes from the settings alone, wherever it runs. */
export const optionsFrom = (settings: Settings) => ({
  passwords: new PasswordManager(settings.BCRYPT_COST),
  keys: accountKeysFrom(settings.ACCOUNT_SECRET_KEY || settings.JWT_SECRET_KEY),
  loginLock: {
    afterAccount: settings.LOGIN_LOCK_AFTER,
    afterAddress: settings.LOGIN_LOCK_AFTER_ADDRESS,
    seconds: settings.LOGIN_LOCK_MINUTES * 60,
  },
  dailyLimits: {
    DEPOSIT: settings.DAILY_DEPOSIT_LIMIT,
    WITHDRAW: settings.DAILY_WITHDRAW_LIMIT,
  },
  logLevel: settings.LOG_LEVEL,
})
