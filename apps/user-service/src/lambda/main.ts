/** user-service as a Lambda function: the same app as in main.ts, without Redis and without a port. */
import { connectDatabase } from '@cnop/common/dynamodb/client'
import { lambdaHandlerOf } from '@cnop/common/http/lambda'
import { readSettings } from '@cnop/common/http/settings'
import { followRevocations } from '@cnop/common/security/follow-revocations'
import { PasswordManager } from '@cnop/common/security/password-manager'
import { RevokedAccess } from '@cnop/common/security/revoked-access'
import { TokenManager } from '@cnop/common/security/token-manager'
import { checkSigningSettings } from '@cnop/common/security/token-settings'

import { buildApp } from '#src/app'
import { checkAccountSecret, userServiceSettings } from '#src/config'
import { accountKeysFrom } from '#src/domain/account-keys'

const settings = readSettings(
  userServiceSettings,
  process.env,
  checkSigningSettings,
  checkAccountSecret,
)
const now = () => new Date()
const database = await connectDatabase(settings)
const tokens = new TokenManager(settings)
const revoked = new RevokedAccess(now)
const app = await buildApp({
  ledger: { database, now },
  passwords: new PasswordManager(settings.BCRYPT_COST),
  tokens,
  revoked,
  redis: undefined,
  keys: accountKeysFrom(settings.ACCOUNT_SECRET_KEY || settings.JWT_SECRET_KEY),
  loginLock: {
    afterAccount: settings.LOGIN_LOCK_AFTER,
    afterAddress: settings.LOGIN_LOCK_AFTER_ADDRESS,
    seconds: settings.LOGIN_LOCK_MINUTES * 60,
  },
  logLevel: settings.LOG_LEVEL,
})
const following = await followRevocations(database, revoked, {
  longestTokenSeconds: tokens.expiresInSeconds,
  log: app.log,
})

export const handler = lambdaHandlerOf(app, following.catchUp)
