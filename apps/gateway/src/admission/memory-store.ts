import { WINDOW_MS, type AdmissionStore } from '#src/admission/admission'

/** Counters kept before a sweep; an attacker with many addresses cannot grow the map beyond this for long. */
const SWEEP_AT = 50_000

/** Counters and ended sessions of this process alone: for a laptop, and while Redis is away. */
export const memoryStore = (now: () => number): AdmissionStore => {
  const counters = new Map<string, { count: number; resetAt: number }>()
  const ended = new Map<string, number>()

  const sweep = (time: number): void => {
    for (const [key, { resetAt }] of counters) if (resetAt <= time) counters.delete(key)
    for (const [key, until] of ended) if (until <= time) ended.delete(key)
    if (counters.size >= SWEEP_AT) counters.clear()
  }

  return {
    async admit({ counter, sessionId }) {
      const time = now()
      if (counters.size >= SWEEP_AT) sweep(time)
      let window = counters.get(counter)
      if (window === undefined || window.resetAt <= time) {
        window = { count: 0, resetAt: time + WINDOW_MS }
        counters.set(counter, window)
      }
      window.count += 1
      const sessionEnded = sessionId !== undefined && (ended.get(sessionId) ?? 0) > time
      return { count: window.count, resetMs: window.resetAt - time, sessionEnded }
    },

    async endSession(sessionId, ttlSeconds) {
      ended.set(sessionId, now() + ttlSeconds * 1_000)
    },
  }
}
