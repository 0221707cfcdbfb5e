import { connectDatabase } from '@cnop/common/dynamodb/client'
import { serve } from '@cnop/common/http/serve'
import { readSettings } from '@cnop/common/http/settings'
import { followRevocations } from '@cnop/common/security/follow-revocations'
import { RevokedAccess } from '@cnop/common/security/revoked-access'
import { checkSecretKey, checkTokenSettings } from '@cnop/common/security/token-settings'
import { tokenVerifier } from '@cnop/common/security/token-verifier'

import { buildApp } from '#src/app'
import { runAuditor } from '#src/background/run-auditor'
import { runMatcher } from '#src/background/run-matcher'
import { orderServiceSettings } from '#src/config'
import { PriceBook } from '#src/domain/price-book'
import { QuoteBook } from '#src/domain/quotes'
import { pastPricesFrom } from '#src/feed/past-prices'
import { startPriceFeed } from '#src/feed/price-feed'

await serve(async () => {
  const settings = readSettings(
    orderServiceSettings,
    process.env,
    checkTokenSettings,
    // Quotes are signed with it.
    checkSecretKey,
  )
  const now = () => new Date()
  const database = await connectDatabase(settings)
  const prices = new PriceBook({ maxAgeSeconds: settings.MAX_PRICE_AGE_SECONDS ?? 60, now })
  const ledger = { database, now }
  const tokens = tokenVerifier(settings)
  const revoked = new RevokedAccess(now)
  const app = await buildApp({
    ledger,
    prices,
    quotes: new QuoteBook(settings.JWT_SECRET_KEY, now),
    pastPrices: pastPricesFrom(settings.INVENTORY_SERVICE_URL),
    tokens,
    revoked,
    logLevel: settings.LOG_LEVEL,
  })
  const feed = startPriceFeed(prices, {
    inventoryUrl: settings.INVENTORY_SERVICE_URL,
    maxAgeSeconds: settings.MAX_PRICE_AGE_SECONDS,
    log: app.log,
  })
  const following = await followRevocations(database, revoked, {
    longestTokenSeconds: tokens.expiresInSeconds,
    log: app.log,
  })
  const matcher = runMatcher({ ledger, prices }, app.log)
  const pace = settings.LEDGER_AUDIT_PACE
  const auditor = pace === 0 ? undefined : runAuditor({ ledger, pace }, app.log)
  return {
    app,
    host: settings.HOST,
    port: settings.ORDER_SERVICE_PORT,
    close: async () => {
      await matcher.stop()
      await auditor?.stop()
      await feed.stop()
      await following.stop()
      database.close()
    },
  }
})
