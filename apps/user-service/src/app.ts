import { serveAliases } from '@cnop/common/http/aliases'
import { serveApiDocs } from '@cnop/common/http/api-docs'
import { authenticateUsers } from '@cnop/common/http/authenticate'
import { createApp, type App } from '@cnop/common/http/create-app'
import { databaseCheck } from '@cnop/common/http/database-check'
import { PRIVATE_NETWORKS } from '@cnop/common/http/private-networks'
import type { Ledger } from '@cnop/common/ledger/ledger'
import { AuditLogger } from '@cnop/common/security/audit-logger'
import type { PasswordManager } from '@cnop/common/security/password-manager'
import type { RevokedAccess } from '@cnop/common/security/revoked-access'
import { Revoker } from '@cnop/common/security/revoker'
import type { TokenManager } from '@cnop/common/security/token-manager'
import cookie from '@fastify/cookie'

import { balanceRoutes } from '#src/routes/balance'
import { ownSessionRoutes } from '#src/routes/own-sessions'
import { profileRoutes } from '#src/routes/profile'
import { recordEventWith } from '#src/routes/record-event'
import { registrationRoutes } from '#src/routes/registration'
import { sessionRoutes } from '#src/routes/sessions'
import { dynamoSessionStore } from '#src/store/sessions'
import { dynamoUserStore } from '#src/store/users'

import packageJson from '../package.json' with { type: 'json' }

export type UserServiceDeps = {
  readonly ledger: Ledger
  readonly passwords: PasswordManager
  readonly tokens: TokenManager
  readonly revoked: RevokedAccess
  readonly logLevel: string
}

export const buildApp = async (deps: UserServiceDeps): Promise<App> => {
  const { ledger, passwords, tokens, revoked } = deps
  const { app } = createApp({
    service: 'user-service',
    version: packageJson.version,
    logLevel: deps.logLevel,
    trustProxy: PRIVATE_NETWORKS,
    checks: { database: databaseCheck(ledger.database) },
  })
  await serveApiDocs(app, 'user-service', packageJson.version)
  serveAliases(app)
  authenticateUsers(app, tokens, revoked)
  await app.register(cookie)

  const { now, database } = ledger
  const accounts = {
    users: dynamoUserStore(ledger),
    sessions: dynamoSessionStore(database, now),
    revoker: new Revoker(database, revoked, { longestTokenSeconds: tokens.expiresInSeconds, now }),
    passwords,
    tokens,
    recordEvent: recordEventWith(new AuditLogger(app.log)),
    now,
  }
  registrationRoutes(app, accounts)
  sessionRoutes(app, accounts)
  ownSessionRoutes(app, accounts)
  profileRoutes(app, accounts)
  balanceRoutes(app, { ledger })
  return app
}
