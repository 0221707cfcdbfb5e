/** What is recorded of access to accounts. Served by user-service. */
import { z } from 'zod'

import { withToken, type Endpoint } from './endpoint.ts'
import { problems } from './errors.ts'
import { Timestamp, pageEnd, pageQuery } from './wire.ts'

const tags = ['Security events']

/** Every kind of event, and whether it is someone getting on or someone being refused. */
export const securityEventOutcomes = {
  registered: 'success',
  demo_opened: 'success',
  login_succeeded: 'success',
  login_failed: 'failure',
  login_locked: 'failure',
  login_suspended: 'failure',
  logged_out: 'success',
  refresh_token_reused: 'failure',
  session_ended: 'success',
  sessions_ended: 'success',
  profile_changed: 'success',
  password_changed: 'success',
  password_refused: 'failure',
  two_factor_enabled: 'success',
  two_factor_disabled: 'success',
  two_factor_failed: 'failure',
  recovery_code_used: 'success',
  api_key_created: 'success',
  api_key_revoked: 'success',
  role_changed: 'success',
  user_suspended: 'success',
  user_reactivated: 'success',
  balance_adjusted: 'success',
  asset_halted: 'success',
  asset_resumed: 'success',
} as const satisfies Record<string, 'success' | 'failure'>

export type SecurityEventName = keyof typeof securityEventOutcomes

const eventNames = Object.keys(securityEventOutcomes) as [SecurityEventName, ...SecurityEventName[]]
export const SecurityEventName = z.enum(eventNames)

export const SecurityEvent = z
  .object({
    event_id: z.string(),
    event: SecurityEventName,
    outcome: z.enum(['success', 'failure']),
    username: z.string().meta({ description: 'Whose account; as typed, when nobody has it' }),
    actor: z.string().meta({ description: 'Who did it: the user, or an administrator' }),
    address: z.string(),
    user_agent: z.string(),
    request_id: z.string(),
    details: z.record(z.string(), z.string()),
    created_at: Timestamp,
  })
  .meta({ id: 'SecurityEvent' })
export type SecurityEvent = z.infer<typeof SecurityEvent>

export const SecurityEventPage = z
  .object({ events: z.array(SecurityEvent), ...pageEnd })
  .meta({ id: 'SecurityEventPage' })

export const listOwnSecurityEvents = {
  method: 'GET',
  url: '/auth/security-events',
  config: { access: 'user', limit: 'reads' },
  schema: {
    operationId: 'listOwnSecurityEvents',
    summary: 'What happened to your account, newest first',
    description: 'Kept for a year.',
    tags,
    ...withToken,
    querystring: z.strictObject(pageQuery),
    response: { 200: SecurityEventPage, ...problems(401, 422, 503) },
  },
} as const satisfies Endpoint
