import { serveAliases } from '@cnop/common/http/aliases'
import { serveApiDocs } from '@cnop/common/http/api-docs'
import { authenticateUsers } from '@cnop/common/http/authenticate'
import { compressAnswers } from '@cnop/common/http/compress'
import { createApp, type App } from '@cnop/common/http/create-app'
import { databaseCheck } from '@cnop/common/http/database-check'
import { endedSessionsCheck } from '@cnop/common/http/ended-sessions-check'
import { PRIVATE_NETWORKS } from '@cnop/common/http/private-networks'
import type { Ledger } from '@cnop/common/ledger/ledger'
import type { RevokedAccess } from '@cnop/common/security/revoked-access'
import type { TokenVerifier } from '@cnop/common/security/token-verifier'

import { measureAudit } from '#src/background/audit-metrics'
import type { MomentPrices, PastPrices } from '#src/domain/history/past-prices'
import type { PriceBook } from '#src/domain/price-book'
import { pricesCheck } from '#src/domain/prices-check'
import type { QuoteBook } from '#src/domain/quotes'
import { measurePrices } from '#src/feed/price-metrics'
import { holdingRoutes } from '#src/routes/holdings'
import { auditRoutes } from '#src/routes/ledger-audit'
import { cancelRoutes, orderRoutes } from '#src/routes/orders'
import { placeRoutes } from '#src/routes/place-orders'
import { portfolioRoutes } from '#src/routes/portfolio'
import { historyRoutes } from '#src/routes/portfolio-history'
import { dynamoPortfolioDays } from '#src/store/portfolio-days'

import packageJson from '../package.json' with { type: 'json' }

export type OrderServiceDeps = {
  readonly ledger: Ledger
  readonly prices: PriceBook
  readonly quotes: QuoteBook
  readonly pastPrices: PastPrices
  readonly momentPrices: MomentPrices
  readonly tokens: TokenVerifier
  readonly revoked: RevokedAccess
  readonly logLevel: string
}

export const buildApp = async (deps: OrderServiceDeps): Promise<App> => {
  const { ledger, prices, quotes, tokens } = deps
  const { app, metrics } = createApp({
    service: 'order-service',
    version: packageJson.version,
    logLevel: deps.logLevel,
    trustProxy: PRIVATE_NETWORKS,
    checks: {
      database: databaseCheck(ledger.database),
      ended_sessions: endedSessionsCheck(deps.revoked),
      prices: pricesCheck(prices),
    },
  })
  await compressAnswers(app)
  await serveApiDocs(app, 'order-service', packageJson.version)
  serveAliases(app)
  authenticateUsers(app, tokens, deps.revoked)
  measurePrices(prices, metrics)
  measureAudit(ledger, metrics)

  placeRoutes(app, { ledger, prices, quotes })
  orderRoutes(app, { ledger })
  cancelRoutes(app, { ledger })
  portfolioRoutes(app, { ledger, prices })
  const days = dynamoPortfolioDays(ledger.database)
  const { pastPrices, momentPrices } = deps
  historyRoutes(app, { ledger, prices, pastPrices, momentPrices, days })
  holdingRoutes(app, { ledger })
  auditRoutes(app, { ledger })
  return app
}
