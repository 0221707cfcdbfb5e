import { Counter, Gauge, type Registry } from 'prom-client'

import type { BreakerState } from '#src/proxy/circuit-breaker'
import type { Upstream } from '#src/proxy/upstream'

const STATES: readonly BreakerState[] = ['closed', 'half-open', 'open']

/** How each service is reached: what its breaker does, how its connections are used, what was sent twice. */
export const measureUpstreams = (
  upstreams: Readonly<Record<string, Upstream>>,
  registry: Registry,
): void => {
  const registers = [registry]
  const all = Object.entries(upstreams)
  const breaker = new Gauge({
    name: 'gateway_breaker_state',
    help: '1 for the state the breaker of a service is in',
    labelNames: ['upstream', 'state'],
    registers,
    collect: () => {
      for (const [upstream, { breaker: each }] of all)
        for (const state of STATES) breaker.set({ upstream, state }, each.state === state ? 1 : 0)
    },
  })
  const connections = new Gauge({
    name: 'gateway_upstream_requests',
    help: 'Requests to a service: under way, waiting for a connection, and open streams',
    labelNames: ['upstream', 'what'],
    registers,
    collect: () => {
      for (const [upstream, { requests, streams }] of all) {
        connections.set({ upstream, what: 'running' }, requests.stats.running)
        connections.set({ upstream, what: 'queued' }, requests.stats.queued)
        connections.set({ upstream, what: 'streams' }, streams.stats.running)
      }
    },
  })
  const retries = new Counter({
    name: 'gateway_retries_total',
    help: 'Requests that were sent to a service a second time',
    labelNames: ['upstream'],
    registers,
    collect: () => {
      retries.reset()
      for (const [upstream, each] of all) retries.inc({ upstream }, each.retries())
    },
  })
}
