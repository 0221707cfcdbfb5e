import { setTimeout as pause } from 'node:timers/promises'

import { sweepDemos, type DemoStore } from '#src/domain/demo'

const INTERVAL_MS = 60_000
const AT_ONCE = 20

type SweeperLog = { warn(details: object, message: string): void }

/** Deletes expired demo accounts once a minute; what fails is logged and tried again. Any number of replicas may. */
export const runSweeper = (
  demos: DemoStore,
  log: SweeperLog,
): { readonly stop: () => Promise<void> } => {
  const stopped = new AbortController()
  const { signal } = stopped
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      await sweepDemos(demos, AT_ONCE).catch((error: unknown) =>
        log.warn({ err: error }, 'expired demo accounts could not be deleted'),
      )
      await pause(INTERVAL_MS, undefined, { signal }).catch(() => {})
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
