import type { Child } from './child.ts'
import { keepRunning } from './keep-running.ts'

export type Watching = {
  /** A process ended that was not told to, and has been started again. */
  readonly onRestart?: (child: Child) => void
  /** A process ended that was not told to, and stays away. */
  readonly onGone?: (child: Child) => void
}

/** Keeps what a stack is made of, and stops it in the reverse order of starting, the database last. */
export type Supervisor = {
  readonly track: (child: Child) => void
  /** Something of this process's own that must be stopped in its turn. */
  readonly alsoStop: (stop: () => Promise<void>) => void
  /** From now on a process that ends by itself is started again. */
  readonly keepAll: () => void
  /** Ends a process without notice, as a failing machine would, or sends it another signal. */
  readonly kill: (name: string, signal?: NodeJS.Signals) => void
  readonly stop: () => Promise<void>
}

export const supervise = ({ onRestart, onGone }: Watching): Supervisor => {
  const stops: (() => Promise<void>)[] = []
  const kills = new Map<string, (signal?: NodeJS.Signals) => void>()
  let keeping = false
  let stopping: Promise<void> | undefined

  const stopAll = async (): Promise<void> => {
    for (const stop of stops.toReversed()) await stop()
  }

  return {
    track: (child) => {
      const running = keepRunning(child, {
        mayRestart: () => keeping,
        onRestart: (ended) => onRestart?.(ended),
        // While the stack is starting, whoever waits for the process says so.
        onGone: (ended) => {
          if (keeping) onGone?.(ended)
        },
      })
      stops.push(running.stop)
      kills.set(child.name, running.kill)
    },
    alsoStop: (stop) => stops.push(stop),
    kill: (name, signal) => {
      const kill = kills.get(name)
      if (kill === undefined) throw new Error(`there is no process ${name}`)
      kill(signal)
    },
    keepAll: () => {
      keeping = true
    },
    stop: () => {
      stopping ??= stopAll()
      return stopping
    },
  }
}
