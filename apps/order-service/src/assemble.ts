import { connectDatabase } from '@cnop/common/dynamodb/client'
import { followRevocations } from '@cnop/common/security/follow-revocations'
import { RevokedAccess } from '@cnop/common/security/revoked-access'
import { tokenVerifier } from '@cnop/common/security/token-verifier'

import { buildApp } from '#src/app'
import type { OrderServiceSettings } from '#src/config'
import { PriceBook } from '#src/domain/price-book'
import { QuoteBook } from '#src/domain/quotes'
import { momentPricesFrom, pastPricesFrom } from '#src/feed/past-prices'

/** What a process and a function are both made of. Where prices come from differs. */
export const assemble = async (settings: OrderServiceSettings) => {
  const now = () => new Date()
  const database = await connectDatabase(settings)
  const prices = new PriceBook({ maxAgeSeconds: settings.MAX_PRICE_AGE_SECONDS ?? 60, now })
  const ledger = { database, now }
  const tokens = tokenVerifier(settings)
  const revoked = new RevokedAccess(now)
  const app = await buildApp({
    ledger,
    prices,
    quotes: new QuoteBook(settings.JWT_SECRET_KEY, now, settings.QUOTE_SPREAD_BPS),
    pastPrices: pastPricesFrom(settings.INVENTORY_SERVICE_URL),
    momentPrices: momentPricesFrom(settings.INVENTORY_SERVICE_URL),
    tokens,
    revoked,
    logLevel: settings.LOG_LEVEL,
  })
  const following = await followRevocations(database, revoked, {
    longestTokenSeconds: tokens.expiresInSeconds,
    log: app.log,
  })
  return { app, ledger, prices, following }
}
