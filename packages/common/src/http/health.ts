import { Health } from '@cnop/contracts/health'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'

import { isDraining } from './draining.ts'
import { isFromInside } from './from-inside.ts'

const CHECK_TIMEOUT_MS = 1_000
const SHARED_MS = 200

/**
 * One thing a process depends on. `essential: false`: without it the process still serves, degraded.
 * `run` resolves to a sentence for an operator when something is wrong. What it rejects with may name
 * addresses, so it goes to the log alone.
 */
export type HealthCheck = {
  readonly run: () => Promise<string | undefined>
  readonly essential: boolean
}

export type HealthOptions = {
  readonly service: string
  readonly version: string
  readonly checks: Record<string, HealthCheck>
  /** Other paths `/health` is served at. */
  readonly healthAliases?: readonly string[]
}

/**
 * `/health`, `/health/live` (the process runs) and `/health/ready` (it can do its work right now). Details of
 * a failed check are for our own networks.
 */
export const serveHealth = (app: FastifyInstance, options: HealthOptions): void => {
  const config = { access: 'public' as const }
  const schema = { hide: true, response: { 200: Health, 503: Health } }

  const noteFailure = failureLog(app)
  const sharedChecks = shared(() => runChecks(options.checks, noteFailure))

  const currentHealth = async (): Promise<Health> => {
    const checks = await sharedChecks()
    const states = Object.values(checks).map((check) => check.status)
    if (isDraining(app.server)) states.push('unhealthy')
    return {
      status: worst(states),
      service: options.service,
      version: options.version,
      uptime: Math.round(process.uptime()),
      timestamp: new Date().toISOString(),
      checks,
    }
  }

  for (const url of ['/health', '/health/ready', ...(options.healthAliases ?? [])])
    app.get(url, { config, schema }, async (request, reply) => {
      const report = await currentHealth()
      const health = isFromInside(request) ? report : withoutDetails(report)
      reply.header('cache-control', 'no-store')
      return reply.code(health.status === 'unhealthy' ? 503 : 200).send(health)
    })
  const alive = { hide: true, response: { 200: z.object({ status: z.literal('alive') }) } }
  app.get('/health/live', { config, schema: alive }, async (_request, reply) => {
    reply.header('cache-control', 'no-store')
    return reply.send({ status: 'alive' })
  })
}

/** However many ask, the checks run five times a second at most: asking how we are must not make us ill. */
const shared = <Result>(run: () => Promise<Result>): (() => Promise<Result>) => {
  let current: Promise<Result> | undefined
  let startedMs = 0
  return () => {
    const now = Date.now()
    if (current === undefined || now - startedMs > SHARED_MS) {
      startedMs = now
      current = run()
    }
    return current
  }
}

type CheckState = Health['checks'][string]

const withoutDetails = (health: Health): Health => ({
  ...health,
  checks: Object.fromEntries(
    Object.entries(health.checks).map(([name, { status }]) => [name, { status }]),
  ),
})

/** Called with what a check rejected with, and with `undefined` when it ran. */
type NoteFailure = (check: string, error: unknown) => void

/** Logs the first failure of a check in a row, for probes come every few seconds. */
const failureLog = (app: FastifyInstance): NoteFailure => {
  const failing = new Set<string>()
  return (check, error) => {
    if (error === undefined) failing.delete(check)
    else if (!failing.has(check)) {
      failing.add(check)
      app.log.warn({ check, err: error }, 'health check failed')
    }
  }
}

const runChecks = async (
  checks: HealthOptions['checks'],
  noteFailure: NoteFailure,
): Promise<Health['checks']> => {
  const entries = Object.entries(checks).map(
    async ([name, { essential, run }]): Promise<[string, CheckState]> => {
      const detail = await runCheck(run, (error) => noteFailure(name, error))
      if (detail === undefined) return [name, { status: 'healthy' }]
      return [name, { status: essential ? 'unhealthy' : 'degraded', detail }]
    },
  )
  return Object.fromEntries(await Promise.all(entries))
}

const runCheck = async (
  run: HealthCheck['run'],
  note: (error: unknown) => void,
): Promise<string | undefined> => {
  try {
    const detail = await withTimeout(run())
    note(undefined)
    return detail
  } catch (error) {
    note(error)
    return 'does not answer'
  }
}

const withTimeout = async <Result>(work: Promise<Result>): Promise<Result> => {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error('no answer in time')), CHECK_TIMEOUT_MS)
  try {
    return await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

const worst = (states: Health['status'][]): Health['status'] => {
  if (states.includes('unhealthy')) return 'unhealthy'
  return states.includes('degraded') ? 'degraded' : 'healthy'
}
