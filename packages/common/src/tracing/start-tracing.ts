import { context, propagation, trace } from '@opentelemetry/api'

export type Tracing = {
  /** Sends what has not been sent yet. */
  readonly stop: () => Promise<void>
}

const NO_TRACING: Tracing = { stop: async () => {} }

let tracing = false

/** Whether this process was told where to send traces, before it built its server. */
export const isTracing = (): boolean => tracing

/**
 * Exports traces by OTLP over HTTP when there is somewhere to send them. Without an endpoint nothing of
 * the SDK is loaded, and what the code calls of the API does nothing.
 * @param endpoint As in OTEL_EXPORTER_OTLP_ENDPOINT: the traces go to `/v1/traces` below it.
 */
export const startTracing = async (service: string, endpoint: string): Promise<Tracing> => {
  if (endpoint === '') return NO_TRACING
  const [{ TracerProvider, BatchSpanProcessor }, { OTLPTraceExporter }, core, hooks, resources] =
    await Promise.all([
      import('@opentelemetry/sdk-trace'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/core'),
      import('@opentelemetry/context-async-hooks'),
      import('@opentelemetry/resources'),
    ])
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` })
  const provider = new TracerProvider({
    resource: resources.resourceFromAttributes({ 'service.name': service }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  })
  tracing = true
  trace.setGlobalTracerProvider(provider)
  propagation.setGlobalPropagator(new core.W3CTraceContextPropagator())
  context.setGlobalContextManager(new hooks.AsyncLocalStorageContextManager().enable())
  return { stop: () => provider.shutdown() }
}
