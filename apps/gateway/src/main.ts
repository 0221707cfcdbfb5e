import { serve } from '@cnop/common/http/serve'
import { readSettings } from '@cnop/common/http/settings'
import { connectRedis } from '@cnop/common/redis/client'
import { checkTokenSettings } from '@cnop/common/security/token-settings'
import { tokenVerifier } from '@cnop/common/security/token-verifier'
import { startTracing } from '@cnop/common/tracing/start-tracing'

import { measurePressure } from '#src/admission/load-shedding'
import { buildApp } from '#src/app'
import { gatewaySettings } from '#src/config'
import { connectUpstream } from '#src/proxy/upstream'

await serve(async () => {
  const settings = readSettings(gatewaySettings, process.env, checkTokenSettings)
  const tracing = await startTracing('gateway', settings.OTEL_EXPORTER_OTLP_ENDPOINT)
  const redis = connectRedis(settings)
  const pools = {
    'user-service': connectUpstream(settings.USER_SERVICE_URL),
    'inventory-service': connectUpstream(settings.INVENTORY_SERVICE_URL),
    'order-service': connectUpstream(settings.ORDER_SERVICE_URL),
  }
  const pressure = measurePressure()
  const app = await buildApp({
    tokens: tokenVerifier(settings),
    limits: {
      public: settings.RATE_LIMIT_PUBLIC,
      stream: settings.RATE_LIMIT_STREAM,
      login: settings.RATE_LIMIT_LOGIN,
      register: settings.RATE_LIMIT_REGISTER,
      trading: settings.RATE_LIMIT_TRADING,
      reads: settings.RATE_LIMIT_READS,
    },
    placeLimits: {
      readsPerUser: settings.READS_PER_USER,
      downloadsPerUser: settings.DOWNLOADS_PER_USER,
      streamsPerAddress: settings.STREAMS_PER_ADDRESS,
    },
    pools,
    redis,
    pressure,
    corsOrigins: settings.CORS_ORIGINS,
    trustedProxies: settings.TRUSTED_PROXIES,
    logLevel: settings.LOG_LEVEL,
  })
  return {
    app,
    host: settings.HOST,
    port: settings.GATEWAY_PORT,
    close: async () => {
      await Promise.all(Object.values(pools).map((pool) => pool.close()))
      pressure.stop()
      redis?.disconnect()
      await tracing.stop()
    },
  }
})
