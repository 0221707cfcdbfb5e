import { AppError } from '@cnop/contracts/errors'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

import { countConsumption, type Consumption } from '../dynamodb/consumption.ts'
import { isFromInside } from './from-inside.ts'
import type { LogOutput } from './log-output.ts'

const BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

type MetricsOptions = { readonly service: string; readonly usesDatabase?: boolean }

/**
 * `/metrics` for Prometheus, on our own networks alone: the process's own figures and a latency histogram
 * per route template.
 */
export const serveMetrics = (
  app: FastifyInstance,
  { service, usesDatabase = true }: MetricsOptions,
): Registry => {
  const registry = new Registry()
  registry.setDefaultLabels({ service })
  collectDefaultMetrics({ register: registry })
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the request to the end of the answer',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS_SECONDS,
    registers: [registry],
  })
  const timerOf = timersOf(duration)
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown'
    timerOf(request.method, route, reply.statusCode).observe(reply.elapsedTime / 1_000)
    done()
  })
  if (usesDatabase) countDatabaseUse(app, registry)
  app.get(
    '/metrics',
    { config: { access: 'public' }, schema: { hide: true } },
    async (request, reply) => {
      if (!isFromInside(request)) throw new AppError('NOT_FOUND', 'There is nothing at this path.')
      return reply.type(registry.contentType).send(await registry.metrics())
    },
  )
  return registry
}

/** Lines of the log that could not be written and had no room to wait. */
export const countLostLines = (registry: Registry, output: LogOutput): void => {
  const lost = new Counter({
    name: 'log_lines_lost_total',
    help: 'Lines of the log that were never written',
    registers: [registry],
    collect: () => {
      lost.reset()
      lost.inc(output.lostLines)
    },
  })
}

/** The histogram of each kind of answer, found once: finding it again takes longer than observing. */
const timersOf = (duration: Histogram<'method' | 'route' | 'status'>) => {
  const known = new Map<string, Histogram.Internal<'method' | 'route' | 'status'>>()
  return (method: string, route: string, status: number) => {
    const key = `${method} ${route} ${status}`
    const found = known.get(key) ?? duration.labels({ method, route, status })
    known.set(key, found)
    return found
  }
}

const consumptions = new WeakMap<FastifyRequest, Consumption>()

/** What each route asks of the database: requests, and read and write units as DynamoDB bills them. */
const countDatabaseUse = (app: FastifyInstance, registry: Registry): void => {
  const counter = (name: string, help: string) =>
    new Counter({ name, help, labelNames: ['method', 'route'], registers: [registry] })
  const requests = counter('dynamodb_requests_total', 'Requests to DynamoDB')
  const readUnits = counter('dynamodb_read_units_total', 'Consumed read units')
  const writeUnits = counter('dynamodb_write_units_total', 'Consumed write units')
  app.addHook('onRequest', (request, _reply, done) => {
    const consumption = { requests: 0, readUnits: 0, writeUnits: 0 }
    consumptions.set(request, consumption)
    countConsumption(consumption, done)
  })
  app.addHook('onResponse', async (request) => {
    const consumption = consumptions.get(request)
    if (consumption === undefined || consumption.requests === 0) return
    const labels = { method: request.method, route: request.routeOptions.url ?? 'unknown' }
    requests.inc(labels, consumption.requests)
    readUnits.inc(labels, consumption.readUnits)
    writeUnits.inc(labels, consumption.writeUnits)
  })
}
