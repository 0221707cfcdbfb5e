/**
 * order-service as a Lambda function. Prices and ended sessions are asked for when a request comes; waiting
 * orders are matched when EventBridge calls, once a minute. The audit of the ledger needs a process.
 */
import { lambdaHandlerOf, type HttpApiEvent, type LambdaContext } from '@cnop/common/http/lambda'

import { assemble } from '#src/assemble'
import { readOrderServiceSettings } from '#src/config'
import { startMatching } from '#src/domain/match-orders'
import { fetchPrices } from '#src/feed/fetch-prices'

const PRICES_GOOD_FOR_MS = 1_000

const settings = readOrderServiceSettings(process.env)
const { app, ledger, prices, following } = await assemble(settings)

const refreshPrices = async (): Promise<void> => {
  if ((prices.silenceMs() ?? Infinity) < PRICES_GOOD_FOR_MS) return
  try {
    await fetchPrices(prices, {
      inventoryUrl: settings.INVENTORY_SERVICE_URL,
      maxAgeSeconds: settings.MAX_PRICE_AGE_SECONDS,
      now: ledger.now,
    })
  } catch (error) {
    app.log.warn({ err: error }, 'no prices from inventory-service')
  }
}

const serveHttp = lambdaHandlerOf(app, async () => {
  await Promise.all([following.catchUp(), refreshPrices()])
})

const match = startMatching({
  ledger,
  prices,
  onError: (error) => app.log.warn({ err: error }, 'waiting orders could not be matched'),
})

/** What EventBridge sends when it is time to match. */
type ScheduledEvent = { readonly source: 'aws.events' }

/** Answers a request; or matches, and says how many waiting orders were settled. */
export const handler = async (event: HttpApiEvent | ScheduledEvent, context: LambdaContext) => {
  if (!('source' in event)) return await serveHttp(event, context)
  await refreshPrices()
  return { settled: await match() }
}
