import type { SecurityEventName } from '@cnop/contracts/security-events'
import type { FastifyBaseLogger, FastifyRequest } from 'fastify'
import type { Registry } from 'prom-client'

import { AuditLogger, type SecurityEventSink, type ToldAct } from '../security/audit-logger.ts'
import { countEvents } from '../security/event-metrics.ts'
import { originOf } from './origin.ts'

/** Records what a request did to an account, or as an administrator, and where it came from. */
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

type EventRecords = {
  readonly log: Pick<FastifyBaseLogger, 'info' | 'error'>
  readonly metrics: Registry
  readonly store: SecurityEventSink
  readonly now: () => Date
}

/** In the log, in the store, and counted. */
export const eventRecorder = ({ log, metrics, store, now }: EventRecords): RecordEvent => {
  const audit = new AuditLogger({ log, store, now, onRecorded: countEvents(metrics) })
  return async (request, event, username, { actor = username, details = {}, act } = {}) => {
    const { address, userAgent } = originOf(request)
    const origin = { address, user_agent: userAgent, request_id: request.id }
    await audit.record({ event, username, actor, ...origin, details }, act)
  }
}
