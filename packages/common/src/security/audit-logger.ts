import type { Logger } from 'pino'

/** What is recorded of people's access to accounts. */
export type SecurityEvent = {
  readonly event:
    | 'registered'
    | 'login_succeeded'
    | 'login_failed'
    | 'login_locked'
    | 'logged_out'
    | 'refresh_token_reused'
    | 'session_ended'
    | 'sessions_ended'
    | 'profile_changed'
    | 'password_changed'
    | 'password_refused'
  readonly username: string
  readonly address: string
  readonly requestId: string
}

/** Writes one structured line per security event. Never a password, a token or a cookie. */
export class AuditLogger {
  readonly #log: Pick<Logger, 'info'>

  constructor(log: Pick<Logger, 'info'>) {
    this.#log = log
  }

  record({ event, username, address, requestId }: SecurityEvent): void {
    this.#log.info(
      { audit: true, event, username, address, request_id: requestId },
      `security event: ${event}`,
    )
  }
}
