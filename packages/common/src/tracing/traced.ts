import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'

const tracer = trace.getTracer('common')

/** Does something in a span of its own, below that of the request it is done for. */
export const traced = async <Result>(name: string, act: () => Promise<Result>): Promise<Result> =>
  await tracer.startActiveSpan(name, { kind: SpanKind.CLIENT }, async (span) => {
    try {
      return await act()
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR })
      throw error
    } finally {
      span.end()
    }
  })
