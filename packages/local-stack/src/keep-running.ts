import type { Child } from './child.ts'

/** More ends than this within the window are no accident. */
const MOST_RESTARTS = 5
const WINDOW_MS = 60_000

type KeepRunning = {
  /** Whether an end is wanted, or comes too early for a restart to make sense. */
  readonly mayRestart: () => boolean
  readonly onRestart: (ended: Child) => void
  /** Not restarted, or too often: the process is gone for good. */
  readonly onGone: (ended: Child) => void
}

/** Starts a process again when it ends by itself, as an orchestrator would. Returns how to stop it. */
export const keepRunning = (
  first: Child,
  options: KeepRunning,
): { stop: () => Promise<void>; kill: (signal?: NodeJS.Signals) => void } => {
  let current = first
  let stopped = false
  const ends: number[] = []

  const follow = async (): Promise<void> => {
    await current.exited
    if (stopped) return
    ends.push(Date.now())
    const recent = ends.filter((end) => end > Date.now() - WINDOW_MS)
    if (!options.mayRestart() || recent.length > MOST_RESTARTS) {
      options.onGone(current)
      return
    }
    options.onRestart(current)
    current = current.again()
    void follow()
  }
  void follow()

  return {
    stop: async () => {
      stopped = true
      await current.stop()
    },
    kill: (signal) => current.kill(signal),
  }
}
