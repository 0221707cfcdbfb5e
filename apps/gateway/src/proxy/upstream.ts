import { Pool } from 'undici'

/** Less than the services' keep-alive of 10 s, so that no connection is closed as it is used again. */
const IDLE_CONNECTION_MS = 4_000
/** More than log-ins can hold while they wait for a hash, so that these never shut out other routes. */
const CONNECTIONS = 256
/** Requests that may wait for a connection; beyond them a quick refusal is kinder than a slow one. */
const MOST_WAITING = 256
const CONNECT_TIMEOUT_MS = 1_000

/** A pool of connections of its own for each service: a slow one cannot use up the others'. */
export const connectUpstream = (url: string): Pool =>
  new Pool(new URL(url).origin, {
    connections: CONNECTIONS,
    pipelining: 1,
    keepAliveTimeout: IDLE_CONNECTION_MS,
    connect: { timeout: CONNECT_TIMEOUT_MS },
  })

/** Whether so many requests wait for the service that a further one would only make all of them slower. */
export const isOverloaded = (pool: Pool): boolean => pool.stats.queued >= MOST_WAITING
