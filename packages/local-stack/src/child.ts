import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A process this one has started, with its output in a file. */
export type Child = {
  readonly name: string
  readonly pid: number
  readonly logFile: string
  readonly exited: Promise<void>
  readonly hasExited: () => boolean
  /** SIGTERM, then SIGKILL after a while; resolves when the process is gone. */
  readonly stop: () => Promise<void>
  /** SIGKILL by default, as when a machine fails: nothing is finished or said. */
  readonly kill: (signal?: NodeJS.Signals) => void
  /** The same program once more, after it has ended; its log goes on where it was. */
  readonly again: () => Child
}

type Start = {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  readonly logDirectory: string
}

const KILL_AFTER_MS = 12_000

/**
 * A native program. It runs in a process group of its own, so that Ctrl-C in the terminal reaches the
 * services first and the database last, and under a shell that stops it when the pipe to us closes, which
 * happens whenever we end, even by SIGKILL.
 */
export const startNative = (start: Start): Child => {
  const script = [
    '"$@" 3<&- &',
    'child=$!',
    "trap 'kill -TERM $child 2>/dev/null; wait $child; exit 0' TERM",
    '(read _ <&3; kill -TERM $child) 2>/dev/null &',
    'lifeline=$!',
    'wait $child',
    'kill $lifeline 2>/dev/null',
  ].join('\n')
  return launch(start, ['sh', '-c', script, 'sh', start.command, ...start.args], 'pipe')
}

/** A Node program of ours, which watches the channel to us and stops when we are gone. */
export const startNode = (start: Omit<Start, 'command'>): Child => {
  const preload = new URL('./exit-with-parent.ts', import.meta.url).href
  return launch(start, [process.execPath, '--import', preload, ...start.args], 'ipc')
}

const launch = (
  { name, env, logDirectory }: Pick<Start, 'name' | 'env' | 'logDirectory'>,
  [file = '', ...args]: string[],
  lifeline: 'pipe' | 'ipc',
): Child => {
  mkdirSync(logDirectory, { recursive: true })
  const logFile = join(logDirectory, `${name}.log`)
  writeFileSync(logFile, '')
  const start = (): Child => {
    const log = openSync(logFile, 'a')
    const child = spawn(file, args, { env, detached: true, stdio: ['ignore', log, log, lifeline] })
    closeSync(log)
    return watch(child, { name, logFile, again: start })
  }
  return start()
}

const watch = (
  child: ChildProcess,
  { name, logFile, again }: Pick<Child, 'name' | 'logFile' | 'again'>,
): Child => {
  const { pid } = child
  if (pid === undefined) throw new Error(`${name} could not be started`)
  let gone = false
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      gone = true
      resolve()
    })
  })
  // Its lifeline alone must not keep this process running.
  child.unref()
  return {
    name,
    pid,
    logFile,
    exited,
    hasExited: () => gone,
    again,
    stop: async () => {
      if (gone) return
      signalGroup(pid, 'SIGTERM')
      const timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), KILL_AFTER_MS)
      await exited
      clearTimeout(timer)
    },
    kill: (signal = 'SIGKILL') => signalGroup(pid, signal),
  }
}

/** To the process and whatever it has started itself. */
const signalGroup = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(-pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

const TAIL_LINES = 15

/** The last lines a process has written, for a message about its end. */
export const logTail = (logFile: string): string =>
  readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-TAIL_LINES).join('\n')
