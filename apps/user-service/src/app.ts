import { serveAliases } from '@cnop/common/http/aliases'
import { serveApiDocs } from '@cnop/common/http/api-docs'
import { authenticateUsers } from '@cnop/common/http/authenticate'
import { compressAnswers } from '@cnop/common/http/compress'
import { createApp, type App } from '@cnop/common/http/create-app'
import type { SignedCursors } from '@cnop/common/http/cursor'
import { databaseCheck } from '@cnop/common/http/database-check'
import { endedSessionsCheck } from '@cnop/common/http/ended-sessions-check'
import { PRIVATE_NETWORKS } from '@cnop/common/http/private-networks'
import { eventRecorder } from '@cnop/common/http/record-event'
import type { Ledger } from '@cnop/common/ledger/ledger'
import type { PasswordManager } from '@cnop/common/security/password-manager'
import type { RevokedAccess } from '@cnop/common/security/revoked-access'
import { Revoker } from '@cnop/common/security/revoker'
import { dynamoSecurityEvents } from '@cnop/common/security/security-event-store'
import type { TokenManager } from '@cnop/common/security/token-manager'
import cookie from '@fastify/cookie'
import type { Redis } from 'ioredis'

import type { AccountKeys } from '#src/domain/account-keys'
import { pausesOf, type AttemptStore } from '#src/domain/attempts'
import type { DemoDeps } from '#src/domain/demo'
import { adjustmentRoute } from '#src/routes/adjustments'
import { adminUserRoutes } from '#src/routes/admin-users'
import { apiKeyRoutes } from '#src/routes/api-keys'
import { balanceRoutes, type DailyLimits } from '#src/routes/balance'
import { demoRoute } from '#src/routes/demo'
import { loginRoute } from '#src/routes/login'
import { ownSessionRoutes } from '#src/routes/own-sessions'
import { passwordRoutes } from '#src/routes/password'
import { profileRoutes } from '#src/routes/profile'
import { registrationRoutes } from '#src/routes/registration'
import { securityEventRoutes } from '#src/routes/security-events'
import { sessionRoutes } from '#src/routes/sessions'
import { twoFactorRoutes } from '#src/routes/two-factor'
import { dynamoApiKeyStore } from '#src/store/api-keys'
import { attemptsInMemory } from '#src/store/attempts-in-memory'
import { attemptsInRedis, attemptsWithFallback } from '#src/store/attempts-in-redis'
import { dynamoSessionStore } from '#src/store/sessions'
import { dynamoTwoFactorStore } from '#src/store/two-factor'
import { dynamoUserStore } from '#src/store/users'

import packageJson from '../package.json' with { type: 'json' }

export type UserServiceDeps = {
  readonly ledger: Ledger
  readonly passwords: PasswordManager
  readonly tokens: TokenManager
  readonly revoked: RevokedAccess
  readonly redis: Redis | undefined
  readonly keys: AccountKeys
  readonly cursors: SignedCursors
  readonly loginLock: {
    readonly afterAccount: number
    readonly afterAddress: number
    readonly seconds: number
  }
  readonly dailyLimits: DailyLimits
  readonly demos: Pick<DemoDeps, 'demos' | 'demoHistory'>
  readonly logLevel: string
}

export const buildApp = async (deps: UserServiceDeps): Promise<App> => {
  const { ledger, passwords, tokens, revoked, keys, loginLock } = deps
  const { app, metrics } = createApp({
    service: 'user-service',
    version: packageJson.version,
    logLevel: deps.logLevel,
    trustProxy: PRIVATE_NETWORKS,
    checks: {
      database: databaseCheck(ledger.database),
      ended_sessions: endedSessionsCheck(revoked),
    },
  })
  await compressAnswers(app)
  await serveApiDocs(app, 'user-service', packageJson.version)
  serveAliases(app)
  authenticateUsers(app, tokens, revoked)
  await app.register(cookie)

  const { now, database } = ledger
  const events = dynamoSecurityEvents(database, now)
  const accounts = {
    users: dynamoUserStore(ledger),
    apiKeys: dynamoApiKeyStore(database),
    sessions: dynamoSessionStore(database, now),
    revoker: new Revoker(database, revoked, { longestTokenSeconds: tokens.expiresInSeconds, now }),
    passwords,
    tokens,
    recordEvent: eventRecorder({ log: app.log, metrics, store: events, now }),
    attempts: attemptStore(app, deps.redis, now),
    accountPauses: pausesOf(loginLock.afterAccount, loginLock.seconds),
    addressPauses: pausesOf(loginLock.afterAddress, loginLock.seconds),
    keys,
    twoFactor: dynamoTwoFactorStore(database),
    now,
  }
  registrationRoutes(app, accounts)
  loginRoute(app, accounts)
  demoRoute(app, { ...accounts, ...deps.demos })
  sessionRoutes(app, accounts)
  ownSessionRoutes(app, accounts)
  profileRoutes(app, accounts)
  passwordRoutes(app, accounts)
  twoFactorRoutes(app, accounts)
  apiKeyRoutes(app, accounts)
  securityEventRoutes(app, { events, users: accounts.users })
  adminUserRoutes(app, { ...accounts, ledger })
  adjustmentRoute(app, { ...accounts, ledger })
  balanceRoutes(app, { ledger, dailyLimits: deps.dailyLimits, cursors: deps.cursors })
  return app
}

const attemptStore = (app: App, redis: Redis | undefined, now: () => Date): AttemptStore => {
  const local = attemptsInMemory(now)
  if (redis === undefined) return local
  return attemptsWithFallback(attemptsInRedis(redis), local, (cause) =>
    app.log.warn({ err: cause }, 'attempts to log in are counted by this process alone'),
  )
}
