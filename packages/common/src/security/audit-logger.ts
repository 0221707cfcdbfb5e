import { securityEventOutcomes, type SecurityEvent } from '@cnop/contracts/security-events'
import type { Logger } from 'pino'
import { monotonicFactory } from 'ulid'

/** What a caller knows of an event; the rest follows. Never a password, a token, a cookie or a code. */
export type NewSecurityEvent = Pick<
  SecurityEvent,
  'event' | 'username' | 'actor' | 'address' | 'user_agent' | 'request_id' | 'details'
>

export type SecurityEventSink = { append(event: SecurityEvent): Promise<void> }

type AuditOptions = {
  readonly log: Pick<Logger, 'info' | 'error'>
  readonly store: SecurityEventSink
  readonly now: () => Date
  /** Told of each event, and whether it could be stored. */
  readonly onRecorded: (event: SecurityEvent, stored: boolean) => void
}

/**
 * Records each security event once as a structured line in the log and once in the store. The act it
 * tells of has happened, so an event that cannot be stored is counted and stays in the log, and fails nothing.
 */
export class AuditLogger {
  readonly #options: AuditOptions
  readonly #nextId = monotonicFactory()

  constructor(options: AuditOptions) {
    this.#options = options
  }

  async record(known: NewSecurityEvent): Promise<void> {
    const { log, store, now, onRecorded } = this.#options
    const time = now()
    const event: SecurityEvent = {
      ...known,
      event_id: this.#nextId(time.getTime()),
      outcome: securityEventOutcomes[known.event],
      created_at: time.toISOString(),
    }
    log.info({ audit: true, ...event }, `security event: ${event.event}`)
    try {
      await store.append(event)
      onRecorded(event, true)
    } catch (err) {
      log.error({ err, event_id: event.event_id }, 'a security event could not be stored')
      onRecorded(event, false)
    }
  }
}
