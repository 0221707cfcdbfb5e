import { Pool } from 'undici'

/** Less than the services' keep-alive of 10 s, so that no connection is closed as it is used again. */
const IDLE_CONNECTION_MS = 4_000
const CONNECTIONS = 64
const CONNECT_TIMEOUT_MS = 1_000

/** A pool of connections of its own for each service: a slow one cannot use up the others'. */
export const connectUpstream = (url: string): Pool =>
  new Pool(new URL(url).origin, {
    connections: CONNECTIONS,
    pipelining: 1,
    keepAliveTimeout: IDLE_CONNECTION_MS,
    connect: { timeout: CONNECT_TIMEOUT_MS },
  })
