import type { AccessState } from '@cnop/contracts/internal'

/** What is asked before a request goes on: has the caller's access ended, and is it within its limit. */
export type AdmissionRequest = {
  /** Who is counted, and for what: `trading:alice`. */
  readonly counter: string
  /** The session (or API key) and the user whose access may have ended; none for a request without a caller. */
  readonly subjects: readonly string[]
}

export type Admission = {
  /** Requests of this counter in the current window, this one included. */
  readonly count: number
  /** Milliseconds until the window ends. */
  readonly resetMs: number
  /** Whether all gateways count together, or this one for itself. */
  readonly shared: boolean
  /** The last change of access of each subject of the request, in their order. */
  readonly access: readonly (AccessState | undefined)[]
}

/** A change of access, to be remembered until no token is left that it could be about. */
export type AccessChange = {
  readonly subject: string
  readonly state: AccessState
  readonly ttlSeconds: number
}

/** Where counters and changes of access are kept. */
export type AdmissionStore = {
  admit(request: AdmissionRequest): Promise<Admission>
  changeAccess(change: AccessChange): Promise<void>
}

export const WINDOW_MS = 60_000
