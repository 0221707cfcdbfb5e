import type { Access, KeyScope, LimitClass } from '@cnop/contracts/endpoint'

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * Who may call the route; `internal`: our own services, past the gateway. A service refuses to start
     * with a route that does not say.
     */
    access?: Access | 'internal'
    /** Only on routes of the public API. */
    limit?: LimitClass
    keyScope?: KeyScope
    aliases?: readonly string[]
  }
}
