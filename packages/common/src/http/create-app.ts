import Fastify, { LogController, type FastifyInstance } from 'fastify'
import {
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import type { Registry } from 'prom-client'

import { logRequests } from './access-log.ts'
import { endAbandonedReads } from './caller-left.ts'
import { noteCallers } from './callers.ts'
import { cleanForwardedAddresses } from './client-address.ts'
import { serveHealth, type HealthOptions } from './health.ts'
import { acceptJsonBodies } from './json-body.ts'
import { standardOutput } from './log-output.ts'
import { loggerOptions, type LogOptions } from './logging.ts'
import { countLostLines, serveMetrics } from './metrics.ts'
import { answerUnknownRoutes } from './not-found.ts'
import { answerErrorsAsProblems } from './problem.ts'
import { answerWithRequestId, requestIdOf } from './request-id.ts'
import { validateRequests } from './request-validation.ts'
import { traceRequests } from './trace-requests.ts'
import { answerUnreadable, answerUnroutable, refuseTunnels } from './unreadable.ts'

const BODY_LIMIT_BYTES = 64 * 1024
/**
 * Longer than whoever asks us keeps an idle connection, so that none is cut as it is reused: the load balancer of
 * production 60 s, our own clients two seconds less than this, which answers tell them.
 */
const KEEP_ALIVE_TIMEOUT_MS = 75_000
const REQUEST_TIMEOUT_MS = 15_000
const HEADERS_TIMEOUT_MS = 10_000
/** How often Node looks for requests that take too long; by default every 30 s, which makes 40 s of 10. */
const CHECK_PERIOD_MS = 1_000
const MAX_PARAM_LENGTH = 128

export type AppOptions = HealthOptions &
  LogOptions & {
    /** Proxies whose X-Forwarded-For counts; services behind the gateway trust none. */
    readonly trustProxy?: string[] | undefined
    /** Whether there is use of the database to count; true unless said. */
    readonly usesDatabase?: boolean
  }

/** A Fastify instance whose routes are typed by their zod schemas. */
export type App = ReturnType<typeof typed>

const typed = (app: FastifyInstance) => app.withTypeProvider<ZodTypeProvider>()

/**
 * The server every process of ours starts from: request ids, JSON bodies, problem+json errors, an access
 * log, health and metrics. Routes, and who may call them, are added by the process.
 */
export const createApp = (options: AppOptions): { app: App; metrics: Registry } => {
  const output = standardOutput({ together: options.logsTogether ?? false })
  const app: FastifyInstance = Fastify({
    logger: loggerOptions(options, output),
    genReqId: requestIdOf,
    logController: new LogController({
      disableRequestLogging: true,
      requestIdLogLabel: 'request_id',
    }),
    trustProxy: options.trustProxy ?? false,
    bodyLimit: BODY_LIMIT_BYTES,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: REQUEST_TIMEOUT_MS,
    http: {
      headersTimeout: HEADERS_TIMEOUT_MS,
      connectionsCheckingInterval: CHECK_PERIOD_MS,
      // Refused by `validateRequests`, with an answer that a client can read.
      requireHostHeader: false,
    },
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    frameworkErrors: answerUnroutable,
    clientErrorHandler: (error, socket) => answerUnreadable(app.log, error, socket),
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  answerUnknownRoutes(app)
  answerErrorsAsProblems(app)
  answerWithRequestId(app)
  if (options.trustProxy !== undefined) cleanForwardedAddresses(app)
  refuseTunnels(app)
  validateRequests(app)
  noteCallers(app)
  acceptJsonBodies(app)
  logRequests(app)
  traceRequests(app, options.service)
  if (options.usesDatabase !== false) endAbandonedReads(app)
  serveHealth(app, options)
  const metrics = serveMetrics(app, options)
  countLostLines(metrics, output)
  return { app: typed(app), metrics }
}
