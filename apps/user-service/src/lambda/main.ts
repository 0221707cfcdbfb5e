/** user-service as a Lambda function: the same app as in main.ts, without Redis and without a port. */
import { connectDatabase } from '@cnop/common/dynamodb/client'
import { lambdaHandlerOf } from '@cnop/common/http/lambda'
import { readSettings } from '@cnop/common/http/settings'
import { followRevocations } from '@cnop/common/security/follow-revocations'
import { RevokedAccess } from '@cnop/common/security/revoked-access'
import { TokenManager } from '@cnop/common/security/token-manager'
import { checkSigningSettings } from '@cnop/common/security/token-settings'

import { buildApp } from '#src/app'
import { checkAccountSecret, userServiceSettings } from '#src/config'
import { optionsFrom } from '#src/options'

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
  tokens,
  revoked,
  redis: undefined,
  ...optionsFrom(settings),
})
const following = await followRevocations(database, revoked, {
  longestTokenSeconds: tokens.expiresInSeconds,
  log: app.log,
})

export const handler = lambdaHandlerOf(app, following.catchUp)
