import { connectDatabase } from '@cnop/common/dynamodb/client'
import { SignedCursors } from '@cnop/common/http/cursor'
import { followRevocations } from '@cnop/common/security/follow-revocations'
import { PasswordManager } from '@cnop/common/security/password-manager'
import { RevokedAccess } from '@cnop/common/security/revoked-access'
import { TokenManager } from '@cnop/common/security/token-manager'
import type { Redis } from 'ioredis'

import { buildApp } from '#src/app'
import type { UserServiceSettings } from '#src/config'
import { accountKeysFrom } from '#src/domain/account-keys'
import { demoHistoryFrom } from '#src/feed/demo-history'
import { dynamoDemoStore } from '#src/store/demo-accounts'

/** What a process and a function are both made of. */
export const assemble = async (settings: UserServiceSettings, redis: Redis | undefined) => {
  const database = await connectDatabase(settings)
  const now = () => new Date()
  const tokens = new TokenManager(settings)
  const secret = settings.ACCOUNT_SECRET_KEY || settings.JWT_SECRET_KEY
  const revoked = new RevokedAccess(now)
  const ledger = { database, now }
  const demos = dynamoDemoStore(ledger)
  const app = await buildApp({
    ledger,
    demos: { demos, demoHistory: demoHistoryFrom(settings.INVENTORY_SERVICE_URL, now) },
    passwords: new PasswordManager(settings.BCRYPT_COST),
    tokens,
    revoked,
    redis,
    keys: accountKeysFrom(secret),
    cursors: new SignedCursors(secret),
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
  const following = await followRevocations(database, revoked, {
    longestTokenSeconds: tokens.expiresInSeconds,
    log: app.log,
  })
  return { app, database, demos, following }
}
