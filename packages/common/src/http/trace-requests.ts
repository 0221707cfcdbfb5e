import {
  SpanKind,
  SpanStatusCode,
  context,
  propagation,
  trace,
  type Span,
} from '@opentelemetry/api'
import type { FastifyInstance, FastifyRequest } from 'fastify'

import { isTracing } from '../tracing/start-tracing.ts'

const spans = new WeakMap<FastifyRequest, Span>()

/**
 * A span for every request, below that of whoever called (W3C trace context). Named by the route's
 * template, as paths hold ids. Without tracing nothing is
 * done: asking an SDK that is not there costs as much as a tenth of a short request.
 */
export const traceRequests = (app: FastifyInstance, service: string): void => {
  if (!isTracing()) return
  const tracer = trace.getTracer(service)
  app.addHook('onRequest', (request, _reply, done) => {
    const { method, headers } = request
    const caller = propagation.extract(context.active(), headers)
    const route = request.routeOptions.url ?? 'unknown'
    const span = tracer.startSpan(
      `${method} ${route}`,
      {
        kind: SpanKind.SERVER,
        attributes: {
          'http.request.method': method,
          'http.route': route,
          'app.request_id': request.id,
        },
      },
      caller,
    )
    spans.set(request, span)
    context.with(trace.setSpan(caller, span), done)
  })
  app.addHook('onResponse', (request, reply, done) => {
    const span = spans.get(request)
    span?.setAttribute('http.response.status_code', reply.statusCode)
    if (reply.statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR })
    span?.end()
    done()
  })
  app.addHook('onRequestAbort', async (request) => {
    spans.get(request)?.setStatus({ code: SpanStatusCode.ERROR, message: 'the client left' }).end()
  })
}

/** Headers by which a service called for a request knows its trace; none without one. */
export const traceHeaders = (request: FastifyRequest): Record<string, string> => {
  const headers: Record<string, string> = {}
  const span = spans.get(request)
  if (span !== undefined) propagation.inject(trace.setSpan(context.active(), span), headers)
  return headers
}
