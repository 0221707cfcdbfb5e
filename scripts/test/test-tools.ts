import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/**
 * Programs the tests use that npm does not bring, and the Debian packages they come in. Without an optional
 * one its tests are skipped, and say so.
 */
const TOOLS = [
  { package: 'redis-server', programs: ['redis-server', 'valkey-server'] },
  { package: 'chromium', programs: ['chromium', 'chromium-browser', 'google-chrome'] },
  { package: 'prometheus', programs: ['promtool'], optional: true },
  { package: 'prometheus-alertmanager', programs: ['amtool'], optional: true },
]

const isInstalled = (program: string): boolean =>
  spawnSync('sh', ['-c', `command -v ${program}`]).status === 0

/**
 * Installs what is missing where that is possible (root on Debian), else says the one command.
 * @param needed Packages to look for; all by default.
 */
export const ensureTestTools = (
  needed: readonly string[] = TOOLS.map((each) => each.package),
): void => {
  const canInstall = existsSync('/etc/debian_version') && process.getuid?.() === 0
  const missing = TOOLS.filter((each) => needed.includes(each.package))
    .filter(
      ({ programs, optional }) => !programs.some(isInstalled) && (canInstall || optional !== true),
    )
    .map((each) => each.package)
  if (missing.length === 0) return
  const install = `apt-get update && apt-get install --yes ${missing.join(' ')}`
  if (!canInstall) {
    console.error(
      `The tests need ${missing.join(' and ')}. On Debian or Ubuntu:\n  sudo sh -c '${install}'`,
    )
    process.exit(1)
  }
  console.log(`Installing ${missing.join(' and ')} ...`)
  const result = spawnSync('sh', ['-c', install], {
    encoding: 'utf8',
    // At run level 1 a package does not start the service it brings.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  })
  if (result.status === 0) return
  console.error(result.stdout, result.stderr)
  process.exit(1)
}
