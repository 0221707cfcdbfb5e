import { serve } from '@cnop/common/http/serve'
import { startTracing } from '@cnop/common/tracing/start-tracing'

import { assemble } from '#src/assemble'
import { coinGeckoAccess, readInventoryServiceSettings } from '#src/config'
import { refreshEverySecond } from '#src/feed/refresh-market'
import { joinSharedMarket } from '#src/feed/shared-market'
import { recordTape } from '#src/feed/tape-recorder'

await serve(async () => {
  const settings = readInventoryServiceSettings(process.env)
  const tracing = await startTracing('inventory-service', settings.OTEL_EXPORTER_OTLP_ENDPOINT)
  const { app, market, following, ...parts } = await assemble(settings)
  const { log } = app
  const shared = joinSharedMarket({ ...parts, coinGecko: coinGeckoAccess(settings), log })
  await shared.settled()
  market.begin()
  const recorder =
    settings.TAPE_RECORD === '' ? undefined : recordTape(market, settings.TAPE_RECORD)
  const refreshing = refreshEverySecond({ market, log })
  return {
    app,
    host: settings.HOST,
    port: settings.INVENTORY_SERVICE_PORT,
    close: async () => {
      refreshing.stop()
      await recorder?.stop()
      await following.stop()
      await shared.stop()
      parts.database.close()
      await tracing.stop()
    },
  }
})
