import { WINDOW_MS, type AdmissionStore } from '#src/admission/admission'

/** Counters kept before a sweep; an attacker with many addresses cannot grow the map beyond this for long. */
const SWEEP_AT = 50_000

export type LocalStore = AdmissionStore & {
  readonly hasEnded: (sessionId: string) => boolean
  /** Sessions ended through this process, with the seconds they must still be remembered. */
  readonly endedSessions: () => { sessionId: string; ttlSeconds: number }[]
}

/** Counters and ended sessions of this process alone: for a laptop, and while Redis is away. */
export const memoryStore = (now: () => number): LocalStore => {
  const counters = new Map<string, { count: number; resetAt: number }>()
  const ended = new Map<string, number>()

  const sweep = (time: number): void => {
    for (const [key, { resetAt }] of counters) if (resetAt <= time) counters.delete(key)
    for (const [key, until] of ended) if (until <= time) ended.delete(key)
    if (counters.size >= SWEEP_AT) counters.clear()
  }

  const hasEnded = (sessionId: string): boolean => (ended.get(sessionId) ?? 0) > now()

  return {
    hasEnded,

    endedSessions: () => {
      sweep(now())
      return [...ended].map(([sessionId, until]) => ({
        sessionId,
        ttlSeconds: Math.ceil((until - now()) / 1_000),
      }))
    },

    async admit({ counter, sessionId }) {
      const time = now()
      if (counters.size >= SWEEP_AT) sweep(time)
      let window = counters.get(counter)
      if (window === undefined || window.resetAt <= time) {
        window = { count: 0, resetAt: time + WINDOW_MS }
        counters.set(counter, window)
      }
      window.count += 1
      return {
        count: window.count,
        resetMs: window.resetAt - time,
        sessionEnded: sessionId !== undefined && hasEnded(sessionId),
      }
    },

    async endSession(sessionId, ttlSeconds) {
      sweep(now())
      ended.set(sessionId, now() + ttlSeconds * 1_000)
    },
  }
}
