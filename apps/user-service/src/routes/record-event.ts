import type { AuditLogger, SecurityEvent } from '@cnop/common/security/audit-logger'
import type { FastifyRequest } from 'fastify'

/** Records what happened to an account in a request, and from where. */
export type RecordEvent = (
  request: FastifyRequest,
  event: SecurityEvent['event'],
  username: string,
) => void

export const recordEventWith =
  (audit: AuditLogger): RecordEvent =>
  (request, event, username) =>
    audit.record({ event, username, address: request.ip, requestId: request.id })
