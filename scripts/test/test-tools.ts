import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Programs the tests use that npm does not bring, and the Debian packages they come in. */
const TOOLS = [
  { package: 'redis-server', programs: ['redis-server', 'valkey-server'] },
  { package: 'chromium', programs: ['chromium', 'chromium-browser', 'google-chrome'] },
]

const isInstalled = (program: string): boolean =>
  spawnSync('sh', ['-c', `command -v ${program}`]).status === 0

/** Installs what is missing where that is possible (root on Debian), else says the one command. */
export const ensureTestTools = (): void => {
  const missing = TOOLS.filter(({ programs }) => !programs.some(isInstalled)).map(
    (each) => each.package,
  )
  if (missing.length === 0) return
  const install = `apt-get update && apt-get install --yes ${missing.join(' ')}`
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) {
    console.error(
      `The tests need ${missing.join(' and ')}. On Debian or Ubuntu:\n  sudo sh -c '${install}'`,
    )
    process.exit(1)
  }
  console.log(`Installing ${missing.join(' and ')} ...`)
  const result = spawnSync('sh', ['-c', install], {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  if (result.status === 0) return
  console.error(result.stdout, result.stderr)
  process.exit(1)
}
