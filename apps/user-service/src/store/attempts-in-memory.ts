import { ATTEMPTS_SECONDS, type AttemptStore } from '#src/domain/attempts'

type Counter = { readonly count: number; readonly blockedUntil: number; readonly forgetAt: number }

/** The oldest counters go beyond this, so that invented names cannot fill the memory. */
const MOST_COUNTERS = 100_000

/** Counts of this process alone: for a laptop, and while Redis is away. */
export const attemptsInMemory = (now: () => Date): AttemptStore => {
  const counters = new Map<string, Counter>()

  const current = (key: string, time: number): Counter => {
    const counter = counters.get(key)
    return counter !== undefined && counter.forgetAt > time
      ? counter
      : { count: 0, blockedUntil: 0, forgetAt: 0 }
  }
  const secondsLeft = ({ blockedUntil }: Counter, time: number): number =>
    Math.max(0, Math.ceil((blockedUntil - time) / 1_000))

  return {
    async attempt(key, pauses) {
      const time = now().getTime()
      const before = current(key, time)
      const waitSeconds = secondsLeft(before, time)
      if (waitSeconds > 0) return { allowed: false, waitSeconds }
      const count = before.count + 1
      const pause = pauses[Math.min(count, pauses.length) - 1] ?? 0
      // Set anew, so that the map stays in the order of the last attempts.
      counters.delete(key)
      counters.set(key, {
        count,
        blockedUntil: time + pause * 1_000,
        forgetAt: time + Math.max(pause, ATTEMPTS_SECONDS) * 1_000,
      })
      const [oldest] = counters.keys()
      if (counters.size > MOST_COUNTERS && oldest !== undefined) counters.delete(oldest)
      return { allowed: true, count }
    },

    waitSeconds: async (key) => {
      const time = now().getTime()
      return secondsLeft(current(key, time), time)
    },

    clear: async (key) => {
      counters.delete(key)
    },
  }
}
