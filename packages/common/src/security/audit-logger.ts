import { securityEventOutcomes, type SecurityEvent } from '@cnop/contracts/security-events'
import type { Logger } from 'pino'
import { monotonicFactory } from 'ulid'

/** What a caller knows of an event; the rest follows. Never a password, a token, a cookie or a code. */
export type NewSecurityEvent = Pick<
  SecurityEvent,
  'event' | 'username' | 'actor' | 'address' | 'user_agent' | 'request_id' | 'details'
>

export type SecurityEventSink = {
  /** Keeps an event. Whether it is new: one that is there by its id stays as it is. */
  append(event: SecurityEvent): Promise<boolean>
}

/** What an event tells of has an id (a ULID) and a time of its own: told again, it is the same event. */
export type ToldAct = Pick<SecurityEvent, 'event_id' | 'created_at'>

type AuditOptions = {
  readonly log: Pick<Logger, 'info' | 'error'>
  readonly store: SecurityEventSink
  readonly now: () => Date
  /** Told of each event, and whether it could be stored. */
  readonly onRecorded: (event: SecurityEvent, stored: boolean) => void
}

/**
 * Records each security event as a structured line in the log and once in the store. The act it tells of
 * has happened, so an event that cannot be stored is counted and stays in the log, and fails nothing. One
 * that is told again is stored and counted once; its line in the log repeats, with the same id.
 */
export class AuditLogger {
  readonly #options: AuditOptions
  readonly #nextId = monotonicFactory()

  constructor(options: AuditOptions) {
    this.#options = options
  }

  async record(known: NewSecurityEvent, act?: ToldAct): Promise<void> {
    const { log, store, now, onRecorded } = this.#options
    const time = now()
    const { event_id, created_at } = act ?? {
      event_id: this.#nextId(time.getTime()),
      created_at: time.toISOString(),
    }
    const outcome = securityEventOutcomes[known.event]
    const event: SecurityEvent = { ...known, event_id, outcome, created_at }
    log.info({ audit: true, ...event }, `security event: ${event.event}`)
    try {
      if (await store.append(event)) onRecorded(event, true)
    } catch (err) {
      log.error({ err, event_id: event.event_id }, 'a security event could not be stored')
      onRecorded(event, false)
    }
  }
}
