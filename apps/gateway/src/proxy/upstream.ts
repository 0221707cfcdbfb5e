import { Pool } from 'undici'

import { CircuitBreaker } from '#src/proxy/circuit-breaker'

/**
 * For how long an idle connection is kept to a service that does not say how long it keeps it. Ours say 75 s, and
 * undici closes two seconds before: no connection is closed by the other side as it is used again.
 */
const IDLE_CONNECTION_MS = 4_000
/** More than log-ins can hold while they wait for a hash, so that these never shut out other routes. */
const CONNECTIONS = 256
/** Requests that may wait for a connection; beyond them a quick refusal is kinder than a slow one. */
const MOST_WAITING = 256
const CONNECT_TIMEOUT_MS = 1_000
/** From asking to the end of the answer, connecting included. */
const PROBE_TIMEOUT_MS = 1_000

/** Each open stream holds one; more than a service of ours serves, so that the refusal is the service's. */
const STREAM_CONNECTIONS = 4_096

/**
 * The connections to one service: for each service its own, so that a slow one cannot use up the others',
 * and for streams others than for requests, since a stream keeps its connection.
 */
export type Upstream = {
  readonly requests: Pool
  readonly streams: Pool
  readonly breaker: CircuitBreaker
  /** Requests whose answer is awaited. */
  readonly awaited: { count: number }
  /** Times a request was sent a second time. */
  readonly retries: () => number
  readonly onRetry: () => void
  readonly close: () => Promise<void>
}

export const connectUpstream = (url: string): Upstream => {
  const requests = connect(url, CONNECTIONS)
  const streams = connect(url, STREAM_CONNECTIONS)
  // Apart from the others, which may all be busy waiting for the very service that is asked.
  const probes = connect(url, 1)
  const breaker = new CircuitBreaker((signal) => probe(probes, signal))
  let retries = 0
  return {
    requests,
    streams,
    awaited: { count: 0 },
    breaker,
    retries: () => retries,
    onRetry: () => {
      retries += 1
    },
    close: async () => {
      breaker.stop()
      await Promise.all([requests.close(), streams.destroy(), probes.destroy()])
    },
  }
}

/** Resolves when the service answers anything at all, on a new connection. */
const probe = async (pool: Pool, stopping: AbortSignal): Promise<void> => {
  const answer = await pool.request({
    method: 'GET',
    path: '/health/live',
    reset: true,
    signal: AbortSignal.any([stopping, AbortSignal.timeout(PROBE_TIMEOUT_MS)]),
  })
  await answer.body.dump()
}

const connect = (url: string, connections: number): Pool =>
  new Pool(new URL(url).origin, {
    connections,
    pipelining: 1,
    keepAliveTimeout: IDLE_CONNECTION_MS,
    connect: { timeout: CONNECT_TIMEOUT_MS },
  })

/**
 * Whether so many requests wait for the service that a further one would only make all of them slower. Counted
 * here, as a pool goes through all of its connections to say it.
 */
export const isOverloaded = ({ awaited }: Upstream): boolean =>
  awaited.count >= CONNECTIONS + MOST_WAITING
