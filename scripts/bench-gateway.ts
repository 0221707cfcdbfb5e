/**
 * `pnpm bench:gateway`: what the gateway costs, as ratios within one run. An authenticated read through the
 * gateway with everything on (token verified, one Redis script, metrics, a log line) beside the same way
 * through a bare @fastify/http-proxy, through raw undici and through nginx, in turns, each in a process of its
 * own in front of one stand-in service.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { signedInAs, testTokens } from '@cnop/common/testing/test-tokens'
import { API_BASE } from '@cnop/contracts/internal'

import { measure, separate, type Measured } from './bench-gateway/measure.ts'
import { startTargets, type Target } from './bench-gateway/targets.ts'
import { median } from './bench/load.ts'

const ROUNDS = Number(process.env['ROUNDS'] ?? 5)
const SECONDS = 5
const WARM_UP_SECONDS = 3
const CONNECTIONS = 32
/** What the gateway must reach of the rate of a bare @fastify/http-proxy. */
const TARGET = 0.8

const directory = mkdtempSync(join(tmpdir(), 'bench-gateway-'))
const targets = await startTargets(directory)
separate(
  targets.all.map(({ pid }) => pid),
  targets.helpers,
)
const headers = signedInAs(testTokens(), 'bench_trader')
const load = async ({ url, pid }: Target, seconds: number): Promise<Measured> =>
  await measure(pid, {
    url: `${url}${API_BASE}/balance`,
    headers,
    connections: CONNECTIONS,
    seconds,
  })

try {
  for (const target of targets.all) await load(target, WARM_UP_SECONDS)
  const rounds: Map<string, Measured>[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const measured = new Map<string, Measured>()
    for (const target of targets.all) measured.set(target.name, await load(target, SECONDS))
    rounds.push(measured)
    console.log(
      [...measured]
        .map(([name, { perSecond }]) => `${name} ${Math.round(perSecond)}/s`)
        .join('   '),
    )
  }
  report(rounds)
} finally {
  await targets.stop()
  rmSync(directory, { recursive: true, force: true })
}

function report(rounds: readonly ReadonlyMap<string, Measured>[]): void {
  const all = (name: string, figure: keyof Measured): number[] =>
    rounds.map((round) => round.get(name)?.[figure] ?? Number.NaN)
  console.log(`\nAn authenticated read, ${CONNECTIONS} connections, medians of ${ROUNDS} rounds:`)
  for (const { name } of targets.all) {
    const ratios = all('gateway', 'perSecond').map(
      (rate, round) => rate / (all(name, 'perSecond')[round] ?? Number.NaN),
    )
    console.log(
      `  ${name.padEnd(11)} ${String(Math.round(median(all(name, 'perSecond')))).padStart(6)}/s` +
        `   p99 ${String(median(all(name, 'p99Ms'))).padStart(3)} ms` +
        `   ${median(all(name, 'cpuSeconds')).toFixed(3)} CPU s for 1,000` +
        `   gateway at ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`,
    )
  }
  console.log(`  target: ${TARGET} of http-proxy`)
}
