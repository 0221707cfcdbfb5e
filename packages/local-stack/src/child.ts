import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { IS_WINDOWS } from './programs.ts'

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
const OWNER_ONLY = 0o600
const OWNER_ONLY_FOLDER = 0o700

/** Runs a native program where no shell can. */
const KEEPER = fileURLToPath(new URL('./keep-native.ts', import.meta.url))

/**
 * Starts a native program. It runs in a process group of its own, so that Ctrl-C in the terminal reaches the services
 * first and the database last, and under a shell that stops it when the pipe to this process closes, which happens
 * whenever this process ends, even by SIGKILL. Windows has no such shell: there a Node program does the same. Its files
 * are its owner's alone.
 */
export const startNative = (start: Start): Child => {
  if (IS_WINDOWS)
    return launch(start, [process.execPath, KEEPER, start.command, ...start.args], 'ipc')
  const script = [
    'umask 077',
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
  mkdirSync(logDirectory, { recursive: true, mode: OWNER_ONLY_FOLDER })
  const logFile = join(logDirectory, `${name}.log`)
  rmSync(logFile, { force: true })
  const start = (): Child => {
    const log = openSync(logFile, 'a', OWNER_ONLY)
    const child = spawn(file, args, {
      env,
      detached: true,
      windowsHide: true,
      stdio: ['ignore', log, log, lifeline],
    })
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
      // Windows ends a process at once when told to; without its channel it ends what it has started first.
      if (IS_WINDOWS) child.disconnect()
      else signalGroup(pid, 'SIGTERM')
      const timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), KILL_AFTER_MS)
      await exited
      clearTimeout(timer)
    },
    kill: (signal = 'SIGKILL') => signalGroup(pid, signal),
  }
}

/** Signals the process and all that it has started; Windows has no process groups. */
const signalGroup = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(IS_WINDOWS ? pid : -pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

const TAIL_LINES = 15

/** The last lines a process has written, for a message about its end. */
export const logTail = (logFile: string): string =>
  readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-TAIL_LINES).join('\n')
