import { serve } from '@cnop/common/http/serve'
import { connectRedis } from '@cnop/common/redis/client'
import { startTracing } from '@cnop/common/tracing/start-tracing'

import { assemble } from '#src/assemble'
import { runSweeper } from '#src/background/run-sweeper'
import { readUserServiceSettings } from '#src/config'

await serve(async () => {
  const settings = readUserServiceSettings(process.env)
  const tracing = await startTracing('user-service', settings.OTEL_EXPORTER_OTLP_ENDPOINT)
  const redis = connectRedis(settings)
  const { app, database, demos, following } = await assemble(settings, redis)
  const sweeper = runSweeper(demos, app.log)
  return {
    app,
    host: settings.HOST,
    port: settings.USER_SERVICE_PORT,
    close: async () => {
      await sweeper.stop()
      await following.stop()
      redis?.disconnect()
      database.close()
      await tracing.stop()
    },
  }
})
