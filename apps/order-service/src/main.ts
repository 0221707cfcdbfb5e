import { serve } from '@cnop/common/http/serve'
import { startTracing } from '@cnop/common/tracing/start-tracing'

import { assemble } from '#src/assemble'
import { runAuditor } from '#src/background/run-auditor'
import { runMatcher } from '#src/background/run-matcher'
import { readOrderServiceSettings } from '#src/config'
import { startPriceFeed } from '#src/feed/price-feed'

await serve(async () => {
  const settings = readOrderServiceSettings(process.env)
  const tracing = await startTracing('order-service', settings.OTEL_EXPORTER_OTLP_ENDPOINT)
  const { app, ledger, prices, following } = await assemble(settings)
  const feed = startPriceFeed(prices, {
    inventoryUrl: settings.INVENTORY_SERVICE_URL,
    maxAgeSeconds: settings.MAX_PRICE_AGE_SECONDS,
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
      ledger.database.close()
      await tracing.stop()
    },
  }
})
