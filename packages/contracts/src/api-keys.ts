/** API keys: for programs, instead of a log-in. Served by user-service. */
import { z } from 'zod'

import { KeyScope, withToken, type Endpoint, type InternalEndpoint } from './endpoint.ts'
import { problems } from './errors.ts'
import { PresentedPassword } from './password-rules.ts'
import { plainSpaces } from './plain-spaces.ts'
import { TwoFactorCode } from './two-factor.ts'
import { Done, Timestamp, Ulid } from './wire.ts'

const tags = ['API keys']

export const ApiKey = z
  .object({
    key_id: z.string(),
    name: z.string(),
    scopes: z.array(KeyScope),
    created_at: Timestamp,
    last_used_at: Timestamp.nullable().meta({ description: 'To about ten minutes' }),
    expires_at: Timestamp,
  })
  .meta({ id: 'ApiKey' })
export type ApiKey = z.infer<typeof ApiKey>

/** Days. */
export const DEFAULT_KEY_LIFE = 90
const MAX_KEY_LIFE = 365

export const NewApiKey = z
  .strictObject({
    name: z
      .string()
      .overwrite(plainSpaces)
      .trim()
      .min(1, 'is required')
      .max(50, 'must be at most 50 characters')
      .regex(/^[^\p{C}]*$/u, 'must be one line of text')
      .meta({ examples: ['My trading bot'] }),
    scopes: z
      .array(KeyScope)
      .min(1, 'must name at least one scope')
      .max(2)
      .refine((scopes) => new Set(scopes).size === scopes.length, 'must name each scope once')
      .meta({ examples: [['read']] }),
    expires_in_days: z.int().min(1).max(MAX_KEY_LIFE).default(DEFAULT_KEY_LIFE),
    current_password: PresentedPassword,
    code: TwoFactorCode.optional().meta({
      description: 'With two-factor log-in: a code of the app, or a recovery code',
    }),
  })
  .meta({
    id: 'NewApiKey',
    examples: [
      {
        name: 'My trading bot',
        scopes: ['read', 'trade'],
        expires_in_days: DEFAULT_KEY_LIFE,
        current_password: 'Correct-Horse-7',
      },
    ],
  })

/** The header that bears an API key where others bear an access token. */
export const API_KEY_HEADER = 'x-api-key'

/** Whose key, which, and the secret that proves it: `cnop.<username>.<key id>.<secret>`. */
export const ApiKeyText = z
  .string()
  .regex(/^cnop\.[a-z0-9_]{6,30}\.[0-9A-HJKMNP-TV-Z]{26}\.[\w-]{43}$/)

export const listApiKeys = {
  method: 'GET',
  url: '/auth/api-keys',
  config: { access: 'user', limit: 'reads' },
  schema: {
    operationId: 'listApiKeys',
    summary: 'Your API keys, newest first',
    tags,
    ...withToken,
    response: {
      200: z.object({ api_keys: z.array(ApiKey) }).meta({ id: 'ApiKeyList' }),
      ...problems(401, 503),
    },
  },
} as const satisfies Endpoint

export const createApiKey = {
  method: 'POST',
  url: '/auth/api-keys',
  config: { access: 'user', limit: 'login' },
  schema: {
    operationId: 'createApiKey',
    summary: 'Make an API key',
    description:
      'The key is in this answer and nowhere else: only its hash is kept. Send it as X-API-Key instead of an access token. `read` looks, `trade` moves money and trades; neither can change the account. A key outlives the token that asks for it, so the password is asked for again, and the second factor where there is one. A key lives for 90 days, or up to a year.',
    tags,
    ...withToken,
    body: NewApiKey,
    response: {
      201: z
        .object({
          success: z.literal(true),
          message: z.string(),
          key: z.string().meta({ description: 'Shown this once' }),
          api_key: ApiKey,
        })
        .meta({ id: 'CreatedApiKey' }),
      ...problems(401, 403, 404, 409, 422, 429, 503),
    },
  },
} as const satisfies Endpoint

export const revokeApiKey = {
  method: 'DELETE',
  url: '/auth/api-keys/:key_id',
  config: { access: 'user', limit: 'reads' },
  schema: {
    operationId: 'revokeApiKey',
    summary: 'Revoke an API key',
    description: 'It stops working at once.',
    tags,
    ...withToken,
    params: z.strictObject({ key_id: Ulid }),
    response: { 200: Done, ...problems(401, 404, 422, 503) },
  },
} as const satisfies Endpoint

/** How the gateway gets a token for a key, with which services can check for themselves who is calling. */
export const exchangeApiKey = {
  method: 'POST',
  url: '/internal/api-keys/exchange',
  config: { access: 'internal' },
  schema: {
    operationId: 'exchangeApiKey',
    summary: 'A short-lived access token for an API key',
    tags,
    body: z.strictObject({ key: ApiKeyText }),
    response: {
      200: z.object({ access_token: z.string(), expires_in: z.int() }),
      ...problems(401, 503),
    },
  },
} as const satisfies InternalEndpoint

export const apiKeyEndpoints: Endpoint[] = [listApiKeys, createApiKey, revokeApiKey]
