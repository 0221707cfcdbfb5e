import type { Database } from '@cnop/common/dynamodb/client'
import { MARKET } from '@cnop/common/dynamodb/tables'
import { serveAliases } from '@cnop/common/http/aliases'
import { serveApiDocs } from '@cnop/common/http/api-docs'
import { authenticateUsers } from '@cnop/common/http/authenticate'
import { compressAnswers } from '@cnop/common/http/compress'
import { createApp, type App } from '@cnop/common/http/create-app'
import { databaseCheck } from '@cnop/common/http/database-check'
import { endedSessionsCheck } from '@cnop/common/http/ended-sessions-check'
import { answerNotModified } from '@cnop/common/http/not-modified'
import { PRIVATE_NETWORKS } from '@cnop/common/http/private-networks'
import { eventRecorder } from '@cnop/common/http/record-event'
import type { RevokedAccess } from '@cnop/common/security/revoked-access'
import { dynamoSecurityEvents } from '@cnop/common/security/security-event-store'
import type { TokenVerifier } from '@cnop/common/security/token-verifier'
import type { Registry } from 'prom-client'

import type { CandleHistory } from '#src/domain/candle'
import type { Halts } from '#src/domain/halts'
import type { Market } from '#src/domain/market'
import { pricesCheck } from '#src/domain/prices-check'
import { measureMarket } from '#src/feed/market-metrics'
import { assetTradingRoutes } from '#src/routes/asset-trading'
import { assetRoutes } from '#src/routes/assets'
import { candleRoutes } from '#src/routes/candles'
import { marketStreamRoutes } from '#src/routes/market-stream'
import { dynamoHalts } from '#src/store/halts'

import packageJson from '../package.json' with { type: 'json' }

export type InventoryServiceDeps = {
  readonly market: Market
  readonly halts: Halts
  readonly history: CandleHistory
  readonly database: Database
  readonly tokens: Pick<TokenVerifier, 'verify'>
  readonly revoked: Pick<RevokedAccess, 'isRevoked' | 'isComplete'>
  readonly logLevel: string
}

export const buildApp = async ({
  market,
  halts,
  history,
  database,
  tokens,
  revoked,
  logLevel,
}: InventoryServiceDeps): Promise<{ app: App; metrics: Registry }> => {
  const { app, metrics } = createApp({
    service: 'inventory-service',
    version: packageJson.version,
    logLevel,
    trustProxy: PRIVATE_NETWORKS,
    checks: {
      prices: pricesCheck(market),
      // Without it prices go on, each replica by itself.
      database: { ...databaseCheck(database, MARKET), essential: false },
      ended_sessions: { ...endedSessionsCheck(revoked), essential: false },
    },
  })
  await compressAnswers(app)
  await serveApiDocs(app, 'inventory-service', packageJson.version)
  serveAliases(app)
  authenticateUsers(app, tokens, revoked)
  answerNotModified(app)

  assetRoutes(app, { market })
  const now = () => new Date()
  const recordEvent = eventRecorder({
    log: app.log,
    metrics,
    store: dynamoSecurityEvents(database, now),
    now,
  })
  assetTradingRoutes(app, { market, halts, haltStore: dynamoHalts(database), recordEvent })
  candleRoutes(app, { market, history })
  measureMarket(market, metrics)
  marketStreamRoutes(app, { market, metrics })
  return { app, metrics }
}
