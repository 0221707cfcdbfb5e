/** Two-factor log-in with one-time codes (RFC 6238). Served by user-service. */
import { z } from 'zod'

import { withToken, type Endpoint } from './endpoint.ts'
import { problems } from './errors.ts'
import { PresentedPassword } from './password-rules.ts'
import { Done } from './wire.ts'

const tags = ['Two-factor log-in']

/** Six digits of an authenticator app, or a recovery code; spaces and dashes do not matter. */
export const TwoFactorCode = z
  .string()
  .max(32, 'must be at most 32 characters')
  .transform((text) => text.replace(/[\s-]/g, '').toUpperCase())
  .pipe(
    z
      .string()
      .regex(/^(\d{6}|[A-Z2-7]{10})$/, 'must be 6 digits, or a recovery code of 10 characters'),
  )
  .meta({ examples: ['123456'] })

export const getTwoFactor = {
  method: 'GET',
  url: '/auth/two-factor',
  config: { access: 'user', limit: 'reads' },
  schema: {
    operationId: 'getTwoFactor',
    summary: 'Whether a log-in needs a second factor',
    tags,
    ...withToken,
    response: {
      200: z
        .object({ enabled: z.boolean(), recovery_codes_left: z.int() })
        .meta({ id: 'TwoFactor' }),
      ...problems(401, 404, 503),
    },
  },
} as const satisfies Endpoint

export const enableTwoFactor = {
  method: 'POST',
  url: '/auth/two-factor/enable',
  config: { access: 'user', limit: 'login' },
  schema: {
    operationId: 'enableTwoFactor',
    summary: 'Get a secret for an authenticator app',
    description: 'Nothing changes until a code of the app is confirmed.',
    tags,
    ...withToken,
    body: z.strictObject({ current_password: PresentedPassword }).meta({
      id: 'EnableTwoFactor',
      examples: [{ current_password: 'Correct-Horse-7' }],
    }),
    response: {
      200: z
        .object({
          success: z.literal(true),
          message: z.string(),
          secret: z.string().meta({ description: 'Base32' }),
          otpauth_uri: z.string().meta({ description: 'The same, for a QR code' }),
        })
        .meta({ id: 'TwoFactorSecret' }),
      ...problems(401, 403, 404, 409, 422, 429, 503),
    },
  },
} as const satisfies Endpoint

export const confirmTwoFactor = {
  method: 'POST',
  url: '/auth/two-factor/confirm',
  config: { access: 'user', limit: 'login' },
  schema: {
    operationId: 'confirmTwoFactor',
    summary: 'Confirm the secret with a code, and turn two-factor log-in on',
    description:
      'Answers ten recovery codes, shown this once; each stands in for a code once. Ends all other sessions.',
    tags,
    ...withToken,
    body: z
      .strictObject({ code: TwoFactorCode })
      .meta({ id: 'ConfirmTwoFactor', examples: [{ code: '123456' }] }),
    response: {
      200: z
        .object({
          success: z.literal(true),
          message: z.string(),
          recovery_codes: z.array(z.string()),
        })
        .meta({ id: 'RecoveryCodes' }),
      ...problems(401, 403, 404, 409, 422, 429, 503),
    },
  },
} as const satisfies Endpoint

export const disableTwoFactor = {
  method: 'POST',
  url: '/auth/two-factor/disable',
  config: { access: 'user', limit: 'login' },
  schema: {
    operationId: 'disableTwoFactor',
    summary: 'Turn two-factor log-in off',
    tags,
    ...withToken,
    body: z.strictObject({ current_password: PresentedPassword, code: TwoFactorCode }).meta({
      id: 'DisableTwoFactor',
      examples: [{ current_password: 'Correct-Horse-7', code: '123456' }],
    }),
    response: { 200: Done, ...problems(401, 403, 404, 409, 422, 429, 503) },
  },
} as const satisfies Endpoint

export const twoFactorEndpoints: Endpoint[] = [
  getTwoFactor,
  enableTwoFactor,
  confirmTwoFactor,
  disableTwoFactor,
]
