/**
 * Runs a script of this repository with the toolchain it pins: `node scripts/with-toolchain.mjs FILE ...`.
 *
 * Plain JavaScript without dependencies, because it is what a machine with nothing but Node 20 and npm
 * runs first. It installs the dependencies when the lockfile has changed since, then hands over to the
 * pinned Node, which runs TypeScript as it is.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const stampFile = join(root, 'node_modules', '.installed-lockfile')
const isWindows = process.platform === 'win32'
const pinnedNode = join(root, 'node_modules', 'node', 'bin', isWindows ? 'node.exe' : 'node')

const lockfileHash = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'pnpm-lock.yaml')))
    .digest('hex')

const isInstalled = () =>
  existsSync(stampFile) &&
  existsSync(pinnedNode) &&
  readFileSync(stampFile, 'utf8') === lockfileHash()

const install = () => {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  console.log(`Installing dependencies with ${packageManager} ...`)
  const result = spawnSync('npx', ['--yes', packageManager, 'install', '--frozen-lockfile'], {
    cwd: root,
    encoding: 'utf8',
    // There npx is a script, which only a shell starts.
    shell: isWindows,
    // Without a terminal to ask, pnpm must not wait for an answer.
    env: { ...process.env, CI: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (result.status === 0) {
    writeFileSync(stampFile, lockfileHash())
    return
  }
  console.error(result.stdout, result.stderr, result.error?.message ?? '')
  console.error('Installing the dependencies failed. Is the npm registry reachable?')
  process.exit(1)
}

const run = () => {
  const [script, ...args] = process.argv.slice(2)
  const child = spawn(pinnedNode, [join(root, script), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      // Tools started from here find the pinned Node and pnpm first.
      PATH: [join(root, 'node_modules', '.bin'), dirname(pinnedNode), process.env.PATH].join(
        delimiter,
      ),
      // What Node has compiled once, this process and those it starts need not compile again.
      NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node'),
      TURBO_TELEMETRY_DISABLED: '1',
      DO_NOT_TRACK: '1',
    },
  })
  // Ctrl-C in a terminal reaches the child by itself; a signal to this process alone must be passed on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  stopWithNpm(() => child.kill('SIGTERM'))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)))
}

/** A stack must not outlive the npm that started it, which passes signals on, but may itself end by SIGKILL. */
const stopWithNpm = (stop) => {
  if (process.env.npm_lifecycle_event === undefined) return
  const npm = process.ppid
  setInterval(() => (process.ppid !== npm || !isRunning(npm)) && stop(), 250).unref()
}

/** On Windows the parent's number stays the same after it has ended. */
const isRunning = (pid) => {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

if (!isInstalled()) install()
run()
