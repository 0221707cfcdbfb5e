import type { AccessState } from '@cnop/contracts/internal'

import {
  WINDOW_MS,
  type AccessChange,
  type Admission,
  type AdmissionRequest,
  type AdmissionStore,
} from '#src/admission/admission'

/** Beyond so many counters the oldest go, so that no number of addresses can fill the memory. */
export const MOST_COUNTERS = 50_000

export type LocalStore = AdmissionStore & {
  /** `admit` without a promise: counts a request. */
  readonly count: (request: AdmissionRequest) => Admission
  readonly accessOf: (subject: string) => AccessState | undefined
  /** Changes made through this process that still matter. */
  readonly changes: () => AccessChange[]
}

/** Counters and changes of access of this process alone: for a laptop, and for while Redis is away. */
export const memoryStore = (now: () => number): LocalStore => {
  // In the order their windows began, which is the order they end in.
  const counters = new Map<string, { count: number; resetAt: number }>()
  const access = new Map<string, { state: AccessState; until: number }>()

  const begin = (counter: string, time: number) => {
    counters.delete(counter)
    for (const [oldest, { resetAt }] of counters) {
      if (resetAt > time && counters.size < MOST_COUNTERS) break
      counters.delete(oldest)
    }
    const window = { count: 0, resetAt: time + WINDOW_MS }
    counters.set(counter, window)
    return window
  }

  const forgetPast = (time: number): void => {
    for (const [subject, { until }] of access) if (until <= time) access.delete(subject)
  }

  const accessOf = (subject: string): AccessState | undefined => {
    const change = access.get(subject)
    return change !== undefined && change.until > now() ? change.state : undefined
  }

  const count = ({ counter, subjects }: AdmissionRequest): Admission => {
    const time = now()
    const open = counters.get(counter)
    const window = open === undefined || open.resetAt <= time ? begin(counter, time) : open
    window.count += 1
    return {
      count: window.count,
      resetMs: window.resetAt - time,
      shared: false,
      access: subjects.map(accessOf),
    }
  }

  return {
    accessOf,
    count,
    admit: async (request) => count(request),

    changes: () => {
      forgetPast(now())
      return [...access].map(([subject, { state, until }]) => ({
        subject,
        state,
        ttlSeconds: Math.ceil((until - now()) / 1_000),
      }))
    },

    async changeAccess({ subject, state, ttlSeconds }) {
      forgetPast(now())
      access.set(subject, { state, until: now() + ttlSeconds * 1_000 })
    },
  }
}
