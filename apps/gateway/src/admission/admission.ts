/** What is asked before a request goes on: has its session ended, and is it within its limit. */
type AdmissionRequest = {
  /** Who is counted, and for what: `trading:alice`. */
  readonly counter: string
  /** `undefined` for a request without a session. */
  readonly sessionId: string | undefined
}

type Admission = {
  /** Requests of this counter in the current window, this one included. */
  readonly count: number
  /** Milliseconds until the window ends. */
  readonly resetMs: number
  readonly sessionEnded: boolean
}

/** Where counters and ended sessions are kept. */
export type AdmissionStore = {
  admit(request: AdmissionRequest): Promise<Admission>
  /** From now on no token of the session is let through. `ttlSeconds`: when the last one expires anyway. */
  endSession(sessionId: string, ttlSeconds: number): Promise<void>
}

export const WINDOW_MS = 60_000
