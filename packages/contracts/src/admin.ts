/** What administrators do. Served by user-service. */
import { z } from 'zod'

import { AdminUser, Username } from './accounts.ts'
import { withToken, type Endpoint } from './endpoint.ts'
import { problems } from './errors.ts'
import { periodQuery } from './period.ts'
import { plainSpaces } from './plain-spaces.ts'
import { Reason } from './reason.ts'
import { SecurityEventName, SecurityEventPage } from './security-events.ts'
import {
  Amount,
  IdempotencyHeaders,
  SELECTION_PAGES,
  SignedCashInput,
  Timestamp,
  pageEnd,
  pageQuery,
} from './wire.ts'

const tags = ['Administration']

const UserParams = z.strictObject({ username: Username })

export const listUsers = {
  method: 'GET',
  url: '/admin/users',
  config: { access: 'admin', limit: 'reads' },
  schema: {
    operationId: 'listUsers',
    summary: 'Users by name',
    tags,
    ...withToken,
    querystring: z.strictObject({
      search: z
        .string()
        .overwrite(plainSpaces)
        .trim()
        .toLowerCase()
        .max(254)
        .optional()
        .meta({ description: 'The beginning of a username, or a whole email address' }),
      ...pageQuery,
    }),
    response: {
      200: z.object({ users: z.array(AdminUser), ...pageEnd }).meta({ id: 'UserPage' }),
      ...problems(401, 403, 422, 503),
    },
  },
} as const satisfies Endpoint

export const getUser = {
  method: 'GET',
  url: '/admin/users/:username',
  config: { access: 'admin', limit: 'reads' },
  schema: {
    operationId: 'getUser',
    summary: 'One user, with the balance',
    tags,
    ...withToken,
    params: UserParams,
    response: {
      200: z
        .object({ user: AdminUser, balance: z.object({ available: Amount, held: Amount }) })
        .meta({ id: 'UserAndBalance' }),
      ...problems(401, 403, 404, 422, 503),
    },
  },
} as const satisfies Endpoint

export const changeUserStatus = {
  method: 'PUT',
  url: '/admin/users/:username/status',
  config: { access: 'admin', limit: 'reads' },
  schema: {
    operationId: 'changeUserStatus',
    summary: 'Suspend or reactivate a user',
    description:
      'A suspended user is out at once: tokens, sessions and API keys stop, and log-in is refused. Money stays where it is; orders that wait go on waiting. An administrator cannot suspend the own account, and the last active administrator cannot be suspended.',
    tags,
    ...withToken,
    params: UserParams,
    body: z.strictObject({ status: z.enum(['active', 'suspended']), reason: Reason }).meta({
      id: 'StatusChange',
      examples: [{ status: 'suspended', reason: 'Asked for by the owner' }],
    }),
    response: { 200: AdminUser, ...problems(401, 403, 404, 409, 422, 503) },
  },
} as const satisfies Endpoint

export const resetTwoFactor = {
  method: 'POST',
  url: '/admin/users/:username/two-factor/reset',
  config: { access: 'admin', limit: 'reads' },
  schema: {
    operationId: 'resetTwoFactor',
    summary: 'Turn two-factor log-in off for someone who has lost the app and the recovery codes',
    description:
      'Whoever asks for it must have shown who they are: from then on the password alone is enough. An administrator cannot do it for the own account.',
    tags,
    ...withToken,
    params: UserParams,
    body: z.strictObject({ reason: Reason }).meta({
      id: 'TwoFactorReset',
      examples: [{ reason: 'Lost the phone; came to the office with a passport' }],
    }),
    response: { 200: AdminUser, ...problems(401, 403, 404, 409, 422, 503) },
  },
} as const satisfies Endpoint

export const adjustBalance = {
  method: 'POST',
  url: '/admin/users/:username/adjustments',
  config: { access: 'admin', limit: 'trading' },
  schema: {
    operationId: 'adjustBalance',
    summary: 'Correct a balance',
    description:
      'One SYSTEM_ADJUSTMENT in the journal, with its reason. Takes no more than there is. An administrator cannot adjust the own account.',
    tags,
    ...withToken,
    params: UserParams,
    headers: IdempotencyHeaders,
    body: z.strictObject({ amount: SignedCashInput, reason: Reason }).meta({
      id: 'Adjustment',
      examples: [{ amount: '-12.50', reason: 'Compensation that was paid twice' }],
    }),
    response: {
      201: z
        .object({
          success: z.literal(true),
          message: z.string(),
          transaction_id: z.string(),
          amount: Amount,
          reason: z.string(),
          timestamp: Timestamp,
        })
        .meta({ id: 'AdjustmentAnswer' }),
      ...problems(401, 403, 404, 409, 422, 429, 503),
    },
  },
} as const satisfies Endpoint

export const listSecurityEvents = {
  method: 'GET',
  url: '/admin/audit',
  config: { access: 'admin', limit: 'reads' },
  schema: {
    operationId: 'listSecurityEvents',
    summary: 'Security events of all accounts, newest first',
    description: `Kept for a year. ${SELECTION_PAGES}`,
    tags,
    ...withToken,
    querystring: z.strictObject({
      username: Username.optional(),
      event: SecurityEventName.optional(),
      ...periodQuery,
      ...pageQuery,
    }),
    response: { 200: SecurityEventPage, ...problems(401, 403, 422, 503) },
  },
} as const satisfies Endpoint

export const adminEndpoints: Endpoint[] = [
  listUsers,
  getUser,
  changeUserStatus,
  resetTwoFactor,
  adjustBalance,
  listSecurityEvents,
]
