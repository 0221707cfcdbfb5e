/** Registration, the profile and the password. Served by user-service. */
import { z } from 'zod'

import { withToken, type Endpoint } from './endpoint.ts'
import { problems } from './errors.ts'
import { PasswordRules, PresentedPassword } from './password-rules.ts'
import { Email, PersonName, Phone } from './person.ts'
import { Done, Timestamp } from './wire.ts'

const tags = ['Accounts']

/** Names are trimmed and folded to lower case, so `Alice ` and `alice` are one user. */
export const Username = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9_]{6,30}$/, 'must be 6 to 30 letters, digits or underscores')
  .meta({ examples: ['satoshi_n'] })

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
  .meta({
    id: 'RegisterRequest',
    examples: [
      {
        username: 'satoshi_n',
        email: 'satoshi@example.com',
        password: 'Correct-Horse-7',
        first_name: 'Satoshi',
        last_name: 'Nakamoto',
      },
    ],
  })
export type RegisterRequest = z.input<typeof RegisterRequest>

const userFields = {
  username: z.string(),
  email: z.string(),
  first_name: z.string(),
  last_name: z.string(),
  phone: z.string().nullable(),
  date_of_birth: z.string().nullable(),
  marketing_emails_consent: z.boolean(),
  role: z.enum(['customer', 'admin']),
  demo: z.boolean().meta({
    description: 'A demo account: its password and email address are fixed',
  }),
  demo_until: Timestamp.nullable().meta({
    description: 'When a private demo account ends and is deleted',
  }),
  created_at: Timestamp,
  updated_at: Timestamp,
}

export const User = z.object(userFields).meta({ id: 'User' })
export type User = z.infer<typeof User>

/** What administrators see of a user. */
export const AdminUser = z
  .object({
    ...userFields,
    status: z.enum(['active', 'suspended']),
    two_factor_enabled: z.boolean(),
  })
  .meta({ id: 'AdminUser' })
export type AdminUser = z.infer<typeof AdminUser>

/** What a user may change of the own profile. Everything else (role, balance, dates, name) is refused. */
export const ProfileChange = z
  .strictObject({
    first_name: PersonName.optional(),
    last_name: PersonName.optional(),
    phone: Phone.nullable().optional(),
    date_of_birth: DateOfBirth.nullable().optional(),
    marketing_emails_consent: z.boolean().optional(),
    email: Email.optional(),
    current_password: PresentedPassword.optional().meta({
      description: 'Required with a new email address',
    }),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    error: 'must change at least one field',
  })
  .meta({ id: 'ProfileChange', examples: [{ phone: '+1 555 010 9999' }] })

export const PasswordChange = z
  .strictObject({
    current_password: PresentedPassword,
    new_password: PasswordRules,
    revoke_api_keys: z.boolean().optional().meta({
      description: 'true: also revoke all API keys of the account',
    }),
  })
  .meta({
    id: 'PasswordChange',
    examples: [{ current_password: 'Correct-Horse-7', new_password: 'Another-Horse-8' }],
  })

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

export const changeProfile = {
  method: 'PUT',
  url: '/auth/profile',
  config: { access: 'user', limit: 'reads', aliases: ['/auth/me'] },
  schema: {
    operationId: 'changeProfile',
    summary: 'Change your profile; fields that are not named stay as they are',
    tags,
    ...withToken,
    body: ProfileChange,
    response: { 200: User, ...problems(401, 403, 404, 409, 422, 503) },
  },
} as const satisfies Endpoint

export const changePassword = {
  method: 'PUT',
  url: '/auth/password',
  config: { access: 'user', limit: 'login' },
  schema: {
    operationId: 'changePassword',
    summary: 'Change your password',
    description:
      'Ends all other sessions at once; this one goes on. API keys go on unless revoke_api_keys is true.',
    tags,
    ...withToken,
    body: PasswordChange,
    response: { 200: Done, ...problems(401, 403, 404, 422, 429, 503) },
  },
} as const satisfies Endpoint

export const accountEndpoints: Endpoint[] = [register, getProfile, changeProfile, changePassword]
