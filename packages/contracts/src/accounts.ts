/** Registration, log-in, sessions and the profile. Served by user-service. */
import { z } from 'zod'

import { withToken, type Endpoint } from './endpoint.ts'
import { problems } from './errors.ts'
import { PasswordRules } from './password-rules.ts'
import { Timestamp } from './wire.ts'

const tags = ['Accounts']

/** Names are trimmed and folded to lower case, so `Alice ` and `alice` are one user. */
export const Username = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9_]{6,30}$/, 'must be 6 to 30 letters, digits or underscores')
  .meta({ examples: ['satoshi_n'] })

export const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'must be at most 254 characters')
  .pipe(z.email('must be an email address'))
  .meta({ examples: ['satoshi@example.com'] })

const PersonName = z
  .string()
  .trim()
  .min(1, 'is required')
  .max(50, 'must be at most 50 characters')
  .regex(
    /^[\p{L}\p{M}][\p{L}\p{M} .'’-]*$/u,
    'may contain letters, spaces, dots, hyphens and apostrophes',
  )

const Phone = z
  .string()
  .trim()
  .regex(/^\+?[0-9][0-9 ()-]{5,24}$/, 'must be a phone number such as +1 555 010 9999')

const ADULT_AGE = 18

const isAdult = (isoDate: string): boolean => {
  const birthday = new Date(`${isoDate}T00:00:00Z`)
  birthday.setUTCFullYear(birthday.getUTCFullYear() + ADULT_AGE)
  return birthday.getTime() <= Date.now()
}

const DateOfBirth = z.iso
  .date('must be a date such as 1990-12-31')
  .refine((date) => date >= '1900-01-01', 'must be after 1900')
  .refine(isAdult, `you must be at least ${ADULT_AGE} years old`)

export const RegisterRequest = z
  .strictObject({
    username: Username,
    email: Email,
    password: PasswordRules,
    first_name: PersonName.meta({ examples: ['Satoshi'] }),
    last_name: PersonName.meta({ examples: ['Nakamoto'] }),
    phone: Phone.optional(),
    date_of_birth: DateOfBirth.optional(),
    marketing_emails_consent: z.boolean().optional(),
  })
  .meta({ id: 'RegisterRequest' })
export type RegisterRequest = z.input<typeof RegisterRequest>

export const LoginRequest = z
  .strictObject({
    username: z.string().trim().toLowerCase().min(1, 'is required').max(254),
    password: z.string().min(1, 'is required').max(1024),
  })
  .meta({ id: 'LoginRequest' })
export type LoginRequest = z.input<typeof LoginRequest>

export const User = z
  .object({
    username: z.string(),
    email: z.string(),
    first_name: z.string(),
    last_name: z.string(),
    phone: z.string().nullable(),
    date_of_birth: z.string().nullable(),
    marketing_emails_consent: z.boolean(),
    role: z.enum(['customer', 'admin']),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'User' })
export type User = z.infer<typeof User>

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

const Done = z.object({ success: z.literal(true), message: z.string() })

export const register = {
  method: 'POST',
  url: '/auth/register',
  config: { access: 'public', limit: 'register' },
  schema: {
    operationId: 'register',
    summary: 'Open an account',
    tags,
    body: RegisterRequest,
    response: {
      201: z.object({ success: z.literal(true), message: z.string(), user: User }),
      ...problems(409, 422, 429, 503),
    },
  },
} as const satisfies Endpoint

export const login = {
  method: 'POST',
  url: '/auth/login',
  config: { access: 'public', limit: 'login' },
  schema: {
    operationId: 'login',
    summary: 'Sign in with username or email',
    description: 'Also sets the HttpOnly refresh cookie that /auth/refresh takes.',
    tags,
    body: LoginRequest,
    response: { 200: AccessTokenAnswer, ...problems(401, 422, 429, 503) },
  },
} as const satisfies Endpoint

export const refresh = {
  method: 'POST',
  url: '/auth/refresh',
  config: { access: 'cookie', limit: 'public' },
  schema: {
    operationId: 'refresh',
    summary: 'Trade the refresh cookie for a new access token and a new cookie',
    description: 'A cookie works once; using an old one again ends the session it belongs to.',
    tags,
    response: { 200: AccessTokenAnswer, ...problems(401, 429, 503) },
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

export const getProfile = {
  method: 'GET',
  url: '/auth/profile',
  config: { access: 'user', limit: 'reads', aliases: ['/auth/me'] },
  schema: {
    operationId: 'getProfile',
    summary: 'Your profile',
    tags,
    ...withToken,
    response: { 200: User, ...problems(401, 404, 503) },
  },
} as const satisfies Endpoint

export const accountEndpoints: Endpoint[] = [register, login, refresh, logout, getProfile]
