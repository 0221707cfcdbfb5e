/**
 * `pnpm bench:gateway`: what the gateway costs, as ratios within one run. An authenticated read through the
 * gateway with everything on (token verified, one Redis script, metrics, a log line) beside the same way
 * through a bare @fastify/http-proxy, through raw undici and through nginx, in turns, each in a process of its
 * own in front of one stand-in service. On top of that, when asked for:
 *
 *   --overload     two and three times as many requests as it can serve
 *   --connections  ten thousand open connections beside those who are served
 *   --soak         memory over a million requests
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { signedInAs, testTokens } from '@cnop/common/testing/test-tokens'
import { API_BASE } from '@cnop/contracts/internal'

import { showConnections } from './bench-gateway/connections.ts'
import { measure, separate, type Measured } from './bench-gateway/measure.ts'
import { showOverload } from './bench-gateway/overload.ts'
import { showMemory } from './bench-gateway/soak.ts'
import { startTargets, type Target } from './bench-gateway/targets.ts'
import { median } from './bench/load.ts'

const SECONDS = 5
/** What runs hot has been compiled by then. */
const WARM_UP_SECONDS = 8
const CONNECTIONS = 32
/** What the gateway must reach of the rate of a bare @fastify/http-proxy. */
const TARGET = 0.8

const { values: asked } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    overload: { type: 'boolean', default: false },
    connections: { type: 'boolean', default: false },
    soak: { type: 'boolean', default: false },
  },
})
const rounds = Number(asked.rounds)
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
  if (rounds > 0) await compare()
  if (asked.overload) await showOverload(targets.gateway, headers)
  if (asked.connections) await showConnections(targets.gateway, headers)
  if (asked.soak) await showMemory(targets.gateway, headers)
} finally {
  await targets.stop()
  rmSync(directory, { recursive: true, force: true })
}

async function compare(): Promise<void> {
  for (const target of targets.all) await load(target, WARM_UP_SECONDS)
  const measured: Map<string, Measured>[] = []
  for (let round = 0; round < rounds; round += 1) {
    const inRound = new Map<string, Measured>()
    for (const target of targets.all) inRound.set(target.name, await load(target, SECONDS))
    measured.push(inRound)
    console.log(
      [...inRound].map(([name, { perSecond }]) => `${name} ${Math.round(perSecond)}/s`).join('   '),
    )
  }
  report(measured)
}

function report(measured: readonly ReadonlyMap<string, Measured>[]): void {
  const all = (name: string, figure: keyof Measured): number[] =>
    measured.map((round) => round.get(name)?.[figure] ?? Number.NaN)
  console.log(`\nAn authenticated read, ${CONNECTIONS} connections, medians of ${rounds} rounds:`)
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
