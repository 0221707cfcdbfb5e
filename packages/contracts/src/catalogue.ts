import { accountEndpoints } from './accounts.ts'
import { adminEndpoints } from './admin.ts'
import { apiKeyEndpoints } from './api-keys.ts'
import { assetTradingEndpoints } from './asset-trading.ts'
import { balanceEndpoints } from './balance.ts'
import { candleEndpoints } from './candles.ts'
import type { Endpoint } from './endpoint.ts'
import { inventoryEndpoints } from './inventory.ts'
import { ledgerAuditEndpoints } from './ledger-audit.ts'
import { marketStreamEndpoints } from './market-stream.ts'
import { orderEndpoints } from './orders.ts'
import { placeOrderEndpoints } from './place-order.ts'
import { getPortfolioHistory } from './portfolio-history.ts'
import { portfolioEndpoints } from './portfolio.ts'
import { listOwnSecurityEvents } from './security-events.ts'
import { sessionEndpoints } from './sessions.ts'
import { twoFactorEndpoints } from './two-factor.ts'

/** The whole public API, by the service that answers it. The gateway lets through this and nothing else. */
export const endpointsByService = {
  'user-service': [
    ...accountEndpoints,
    ...sessionEndpoints,
    ...twoFactorEndpoints,
    ...apiKeyEndpoints,
    listOwnSecurityEvents,
    ...balanceEndpoints,
    ...adminEndpoints,
  ],
  'inventory-service': [
    ...inventoryEndpoints,
    ...candleEndpoints,
    ...marketStreamEndpoints,
    ...assetTradingEndpoints,
  ],
  'order-service': [
    ...placeOrderEndpoints,
    ...orderEndpoints,
    ...portfolioEndpoints,
    getPortfolioHistory,
    ...ledgerAuditEndpoints,
  ],
} as const satisfies Record<string, Endpoint[]>

export type ServiceName = keyof typeof endpointsByService
