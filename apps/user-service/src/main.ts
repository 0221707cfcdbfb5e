import { connectDatabase } from '@cnop/common/dynamodb/client'
import { serve } from '@cnop/common/http/serve'
import { readSettings } from '@cnop/common/http/settings'
import { connectRedis } from '@cnop/common/redis/client'
import { followRevocations } from '@cnop/common/security/follow-revocations'
import { RevokedAccess } from '@cnop/common/security/revoked-access'
import { TokenManager } from '@cnop/common/security/token-manager'
import { checkSigningSettings } from '@cnop/common/security/token-settings'

import { buildApp } from '#src/app'
import { checkAccountSecret, userServiceSettings } from '#src/config'
import { optionsFrom } from '#src/options'

await serve(async () => {
  const settings = readSettings(
    userServiceSettings,
    process.env,
    checkSigningSettings,
    checkAccountSecret,
  )
  const database = await connectDatabase(settings)
  const redis = connectRedis(settings)
  const now = () => new Date()
  const tokens = new TokenManager(settings)
  const revoked = new RevokedAccess(now)
  const app = await buildApp({
    ledger: { database, now },
    tokens,
    revoked,
    redis,
    ...optionsFrom(settings),
  })
  const following = await followRevocations(database, revoked, {
    longestTokenSeconds: tokens.expiresInSeconds,
    log: app.log,
  })
  return {
    app,
    host: settings.HOST,
    port: settings.USER_SERVICE_PORT,
    close: async () => {
      await following.stop()
      redis?.disconnect()
      database.close()
    },
  }
})
