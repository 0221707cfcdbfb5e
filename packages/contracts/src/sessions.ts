/** Log-in and what it starts: access tokens, refresh cookies, sessions. Served by user-service. */
import { z } from 'zod'

import { User } from './accounts.ts'
import { withToken, type Endpoint } from './endpoint.ts'
import { problems } from './errors.ts'
import { PresentedPassword } from './password-rules.ts'
import { TwoFactorCode } from './two-factor.ts'
import { Done, Timestamp, Ulid } from './wire.ts'

const tags = ['Sessions']

export const LoginRequest = z
  .strictObject({
    username: z.string().trim().toLowerCase().min(1, 'is required').max(254),
    password: PresentedPassword,
    two_factor_code: TwoFactorCode.optional().meta({
      description: 'With two-factor log-in: a code of the app, or a recovery code',
    }),
  })
  .meta({
    id: 'LoginRequest',
    examples: [{ username: 'satoshi_n', password: 'Correct-Horse-7' }],
  })
export type LoginRequest = z.input<typeof LoginRequest>

const AccessTokenAnswer = z
  .object({
    success: z.literal(true),
    message: z.string(),
    access_token: z.string(),
    token_type: z.literal('bearer'),
    expires_in: z.int().meta({ description: 'Seconds' }),
    user: User,
  })
  .meta({ id: 'AccessToken' })

const Session = z
  .object({
    session_id: z.string(),
    device: z.string().meta({ examples: ['Firefox on Linux'] }),
    user_agent: z.string(),
    address: z.string().meta({ description: 'Where it was last used from' }),
    created_at: Timestamp,
    last_used_at: Timestamp,
    expires_at: Timestamp,
    current: z.boolean().meta({ description: 'The session this request belongs to' }),
  })
  .meta({ id: 'Session' })
export type Session = z.infer<typeof Session>

export const login = {
  method: 'POST',
  url: '/auth/login',
  config: { access: 'public', limit: 'login' },
  schema: {
    operationId: 'login',
    summary: 'Sign in with username or email',
    description:
      'Also sets the HttpOnly refresh cookie that /auth/refresh takes. Of someone with two-factor log-in, the right password alone is answered TWO_FACTOR_REQUIRED: send it again with two_factor_code.',
    tags,
    body: LoginRequest,
    response: { 200: AccessTokenAnswer, ...problems(401, 403, 422, 429, 503) },
  },
} as const satisfies Endpoint

/** A private demo account and its only session end together. */
export const DEMO_HOURS = 24

export const startDemo = {
  method: 'POST',
  url: '/auth/demo',
  config: { access: 'public', limit: 'register', samePageOnly: true },
  schema: {
    operationId: 'startDemo',
    summary: 'Open a private demo account and sign in to it',
    description: `An account with half a year of history, for ${DEMO_HOURS} hours: then it is deleted. It has no password, and no two-factor log-in or API keys can be added. Also sets the HttpOnly refresh cookie. A platform keeps a limited number of demo accounts at a time; beyond it the answer is DEMOS_IN_USE.`,
    tags,
    response: { 201: AccessTokenAnswer, ...problems(403, 429, 503) },
  },
} as const satisfies Endpoint

export const refresh = {
  method: 'POST',
  url: '/auth/refresh',
  config: { access: 'cookie', limit: 'public' },
  schema: {
    operationId: 'refresh',
    summary: 'Trade the refresh cookie for a new access token and a new cookie',
    description:
      'A cookie works once: for 30 seconds the same cookie gets the same successor, in case the answer was lost; after that, using it again ends the session it belongs to. A browser may ask from the page of the platform alone.',
    tags,
    response: { 200: AccessTokenAnswer, ...problems(401, 403, 429, 503) },
  },
} as const satisfies Endpoint

export const logout = {
  method: 'POST',
  url: '/auth/logout',
  config: { access: 'user', limit: 'reads' },
  schema: {
    operationId: 'logout',
    summary: 'End this session',
    description: 'The access token and the refresh cookie of the session stop working at once.',
    tags,
    ...withToken,
    response: { 200: Done, ...problems(401, 503) },
  },
} as const satisfies Endpoint

export const listSessions = {
  method: 'GET',
  url: '/auth/sessions',
  config: { access: 'user', limit: 'reads' },
  schema: {
    operationId: 'listSessions',
    summary: 'Where you are signed in, newest log-in first',
    tags,
    ...withToken,
    response: {
      200: z.object({ sessions: z.array(Session) }).meta({ id: 'SessionList' }),
      ...problems(401, 503),
    },
  },
} as const satisfies Endpoint

export const endSession = {
  method: 'DELETE',
  url: '/auth/sessions/:session_id',
  config: { access: 'user', limit: 'reads' },
  schema: {
    operationId: 'endSession',
    summary: 'End one of your sessions',
    description: 'Its access token and its refresh cookie stop working at once.',
    tags,
    ...withToken,
    params: z.strictObject({ session_id: Ulid }),
    response: { 200: Done, ...problems(401, 404, 422, 503) },
  },
} as const satisfies Endpoint

export const endSessions = {
  method: 'DELETE',
  url: '/auth/sessions',
  config: { access: 'user', limit: 'reads' },
  schema: {
    operationId: 'endSessions',
    summary: 'End all of your sessions, or all others',
    tags,
    ...withToken,
    querystring: z.strictObject({
      keep_current: z
        .enum(['true', 'false'])
        .optional()
        .meta({ description: 'true: this session goes on' }),
      revoke_api_keys: z
        .enum(['true', 'false'])
        .optional()
        .meta({ description: 'true: also revoke all API keys of the account' }),
    }),
    response: { 200: Done, ...problems(401, 422, 503) },
  },
} as const satisfies Endpoint

export const sessionEndpoints: Endpoint[] = [
  login,
  startDemo,
  refresh,
  logout,
  listSessions,
  endSession,
  endSessions,
]
