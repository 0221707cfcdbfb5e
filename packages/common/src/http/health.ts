import { Health } from '@cnop/contracts/health'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'

import { isDraining } from './draining.ts'

const CHECK_TIMEOUT_MS = 1_000
const SHARED_MS = 200

/**
 * One thing a process depends on. `essential: false`: without it the process still serves, degraded.
 * `run` rejects with a sentence an operator can read.
 */
export type HealthCheck = { readonly run: () => Promise<void>; readonly essential: boolean }

export type HealthOptions = {
  readonly service: string
  readonly version: string
  readonly checks: Record<string, HealthCheck>
  /** Other paths `/health` is served at. */
  readonly healthAliases?: readonly string[]
}

/** `/health`, `/health/live` (the process runs) and `/health/ready` (it can do its work right now). */
export const serveHealth = (app: FastifyInstance, options: HealthOptions): void => {
  const config = { access: 'public' as const }
  const schema = { hide: true, response: { 200: Health, 503: Health } }

  const sharedChecks = shared(() => runChecks(options.checks))

  const report = async (): Promise<Health> => {
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
    app.get(url, { config, schema }, async (_request, reply) => {
      const health = await report()
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

const runChecks = async (checks: HealthOptions['checks']): Promise<Health['checks']> => {
  const entries = Object.entries(checks).map(
    async ([name, check]): Promise<[string, CheckState]> => [name, await runCheck(check)],
  )
  return Object.fromEntries(await Promise.all(entries))
}

const runCheck = async (check: HealthCheck): Promise<CheckState> => {
  try {
    await withTimeout(check.run())
    return { status: 'healthy' }
  } catch (error) {
    const detail = error instanceof Error ? error.message : 'failed'
    return { status: check.essential ? 'unhealthy' : 'degraded', detail }
  }
}

const withTimeout = async (work: Promise<void>): Promise<void> => {
  const late = Promise.withResolvers<void>()
  const timer = setTimeout(() => late.reject(new Error('no answer in time')), CHECK_TIMEOUT_MS)
  try {
    await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

const worst = (states: Health['status'][]): Health['status'] => {
  if (states.includes('unhealthy')) return 'unhealthy'
  return states.includes('degraded') ? 'degraded' : 'healthy'
}
