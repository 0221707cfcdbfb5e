import { setTimeout as pause } from 'node:timers/promises'

const INTERVAL_MS = 1_000

type MatcherLog = { warn(details: object, message: string): void }

/** Goes through the waiting orders once a second. A round that fails is logged and the next one tries again. */
export const runMatcher = (
  round: () => Promise<number>,
  log: MatcherLog,
): { readonly stop: () => Promise<void> } => {
  const stopped = new AbortController()
  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      try {
        await round()
      } catch (error) {
        log.warn({ err: error }, 'waiting orders could not be matched')
      }
      await pause(INTERVAL_MS, undefined, { signal: stopped.signal }).catch(() => {})
    }
  }
  const running = run()
  return {
    stop: async () => {
      stopped.abort()
      await running
    },
  }
}
