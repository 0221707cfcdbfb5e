import type { AccessState } from '@cnop/contracts/internal'

import { WINDOW_MS, type AccessChange, type AdmissionStore } from '#src/admission/admission'

/** Counters kept before a sweep; an attacker with many addresses cannot grow the map beyond this for long. */
const SWEEP_AT = 50_000

export type LocalStore = AdmissionStore & {
  readonly accessOf: (subject: string) => AccessState | undefined
  /** Changes made through this process that still matter. */
  readonly changes: () => AccessChange[]
}

/** Counters and changes of access of this process alone: for a laptop, and while Redis is away. */
export const memoryStore = (now: () => number): LocalStore => {
  const counters = new Map<string, { count: number; resetAt: number }>()
  const access = new Map<string, { state: AccessState; until: number }>()

  const sweep = (time: number): void => {
    for (const [key, { resetAt }] of counters) if (resetAt <= time) counters.delete(key)
    for (const [key, { until }] of access) if (until <= time) access.delete(key)
    if (counters.size >= SWEEP_AT) counters.clear()
  }

  const accessOf = (subject: string): AccessState | undefined => {
    const change = access.get(subject)
    return change !== undefined && change.until > now() ? change.state : undefined
  }

  return {
    accessOf,

    changes: () => {
      sweep(now())
      return [...access].map(([subject, { state, until }]) => ({
        subject,
        state,
        ttlSeconds: Math.ceil((until - now()) / 1_000),
      }))
    },

    async admit({ counter, subjects }) {
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
        shared: false,
        access: subjects.map(accessOf),
      }
    },

    async changeAccess({ subject, state, ttlSeconds }) {
      sweep(now())
      access.set(subject, { state, until: now() + ttlSeconds * 1_000 })
    },
  }
}
