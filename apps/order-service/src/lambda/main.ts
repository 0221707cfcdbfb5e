/**
 * order-service as a Lambda function. Prices and ended sessions are asked for when a request comes; waiting
 * orders are matched when EventBridge calls, once a minute. The audit of the ledger needs a process.
 */
import { connectDatabase } from '@cnop/common/dynamodb/client'
import { lambdaHandlerOf, type HttpApiEvent, type LambdaContext } from '@cnop/common/http/lambda'
import { readSettings } from '@cnop/common/http/settings'
import { followRevocations } from '@cnop/common/security/follow-revocations'
import { RevokedAccess } from '@cnop/common/security/revoked-access'
import { checkSecretKey, checkTokenSettings } from '@cnop/common/security/token-settings'
import { tokenVerifier } from '@cnop/common/security/token-verifier'

import { buildApp } from '#src/app'
import { orderServiceSettings } from '#src/config'
import { matchOrders } from '#src/domain/match-orders'
import { PriceBook } from '#src/domain/price-book'
import { QuoteBook } from '#src/domain/quotes'
import { fetchPrices } from '#src/feed/fetch-prices'
import { pastPricesFrom } from '#src/feed/past-prices'

const PRICES_GOOD_FOR_MS = 1_000

const settings = readSettings(orderServiceSettings, process.env, checkTokenSettings, checkSecretKey)
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
const following = await followRevocations(database, revoked, {
  longestTokenSeconds: tokens.expiresInSeconds,
  log: app.log,
})

const refreshPrices = async (): Promise<void> => {
  if ((prices.silenceMs() ?? Infinity) < PRICES_GOOD_FOR_MS) return
  try {
    await fetchPrices(prices, settings.INVENTORY_SERVICE_URL, now)
  } catch (error) {
    app.log.warn({ err: error }, 'no prices from inventory-service')
  }
}

const serveHttp = lambdaHandlerOf(app, async () => {
  await Promise.all([following.catchUp(), refreshPrices()])
})

/** What EventBridge sends when it is time to match. */
type ScheduledEvent = { readonly source: 'aws.events' }

/** Answers a request; or matches, and says how many waiting orders were settled. */
export const handler = async (event: HttpApiEvent | ScheduledEvent, context: LambdaContext) => {
  if (!('source' in event)) return await serveHttp(event, context)
  await refreshPrices()
  const onError = (error: unknown): void =>
    app.log.warn({ err: error }, 'waiting orders could not be matched')
  return { settled: await matchOrders({ ledger, prices, onError }) }
}
