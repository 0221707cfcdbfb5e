import type { AuditLogger, ToldAct } from '@cnop/common/security/audit-logger'
import type { SecurityEventName } from '@cnop/contracts/security-events'
import type { FastifyRequest } from 'fastify'

import { originOf } from '#src/routes/origin'

/** Records what happened to an account in a request, and from where. */
export type RecordEvent = (
  request: FastifyRequest,
  event: SecurityEventName,
  username: string,
  more?: {
    /** Who did it, when it was not the user. */
    readonly actor?: string
    readonly details?: Readonly<Record<string, string>>
    /** For an act that a repeated request tells again. */
    readonly act?: ToldAct
  },
) => Promise<void>

export const recordEventWith =
  (audit: AuditLogger): RecordEvent =>
  async (request, event, username, { actor = username, details = {}, act } = {}) => {
    const { address, userAgent } = originOf(request)
    const origin = { address, user_agent: userAgent, request_id: request.id }
    await audit.record({ event, username, actor, ...origin, details }, act)
  }
