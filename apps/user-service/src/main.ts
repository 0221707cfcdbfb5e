import { connectDatabase } from '@cnop/common/dynamodb/client'
import { serve } from '@cnop/common/http/serve'
import { readSettings } from '@cnop/common/http/settings'
import { PasswordManager } from '@cnop/common/security/password-manager'
import { TokenManager } from '@cnop/common/security/token-manager'

import { buildApp } from '#src/app'
import { userServiceSettings } from '#src/config'

await serve(async () => {
  const settings = readSettings(userServiceSettings, process.env)
  const database = await connectDatabase(settings)
  const app = await buildApp({
    ledger: { database, now: () => new Date() },
    passwords: new PasswordManager(settings.BCRYPT_COST),
    tokens: new TokenManager(settings),
    logLevel: settings.LOG_LEVEL,
  })
  return {
    app,
    host: settings.HOST,
    port: settings.USER_SERVICE_PORT,
    close: async () => database.close(),
  }
})
