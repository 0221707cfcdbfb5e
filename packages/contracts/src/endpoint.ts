import { z } from 'zod'

import type { csvAnswer } from './wire.ts'

/** Who may call: anyone, the holder of the refresh cookie, a signed-in user, or an administrator. */
export type Access = 'public' | 'cookie' | 'user' | 'admin'

/** What an API key may be allowed to do: look, or also move money and trade. */
export const KeyScope = z.enum(['read', 'trade'])
export type KeyScope = z.infer<typeof KeyScope>

/** Which rate limit a call counts against. `stream`: an answer that goes on until one side ends it. */
export type LimitClass = 'public' | 'stream' | 'login' | 'register' | 'trading' | 'reads'

/**
 * One operation of the public API: everything a service needs to serve it, the gateway to let it
 * through, the page to call it and OpenAPI to describe it. The shape is that of a Fastify route, so that
 * a service adds its handler and nothing else.
 */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Path below `/api/v1`, parameters as `:name`. */
  readonly url: string
  readonly config: {
    readonly access: Access
    readonly limit: LimitClass
    /** What an API key needs to be let in. Left out: no API key is, however much it may do. */
    readonly keyScope?: KeyScope
    /**
     * Starts a session without a body, which a form of another site could send: a browser may ask from the page of the
     * platform alone.
     */
    readonly samePageOnly?: true
    /** Names the earlier system gave the same operation. */
    readonly aliases?: readonly string[]
  }
  readonly schema: {
    readonly operationId: string
    readonly summary: string
    readonly description?: string
    readonly tags: string[]
    readonly security?: { [scheme: string]: string[] }[]
    readonly headers?: z.ZodType
    readonly params?: z.ZodType
    readonly querystring?: z.ZodType
    readonly body?: z.ZodType
    readonly response: { readonly [status: number]: z.ZodType | typeof csvAnswer }
  }
}

/** An operation between our own services. It is in no route map, so that nobody outside reaches it. */
export type InternalEndpoint = Omit<Endpoint, 'config'> & {
  readonly config: { readonly access: 'internal' }
}

/** How OpenAPI names the access token; spread into the schema of every endpoint that needs one. */
export const withToken = { security: [{ accessToken: [] as string[] }] }

/** The same for an endpoint that API keys may call too; goes with a `keyScope`. */
export const withTokenOrKey = {
  security: [{ accessToken: [] as string[] }, { apiKey: [] as string[] }],
}
