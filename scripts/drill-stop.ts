/**
 * `pnpm drill:stop`: on a stack of its own, ten traders trade while one process after the other is stopped
 * (SIGSTOP): it is there, its connections stand, and it says nothing. Then it goes on (SIGCONT). Meanwhile
 *
 * 1. without Redis no request fails, 99 of 100 take less than 150 ms (or, on a busy machine, twice what they
 *    took before), and the gateway says that it is degraded and why;
 * 2. without the database or a service, requests end with 503 or 504 and say when to come back;
 * 3. all recover without a restart, and nothing is lost or doubled.
 *
 * Ends with 1 when one of these does not hold.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

import { Health } from '@cnop/contracts/health'

import { startBenchStack } from './bench/bench-stack.ts'
import type { Answer } from './drill-trading/intents.ts'
import { tradeWhile } from './drill-trading/trade-while.ts'

const STOPPED_MS = 8_000
const BETWEEN_MS = 4_000
const SLOWEST_MS = 150

const directory = mkdtempSync(join(tmpdir(), 'drill-stop-'))
const problems: string[] = []
const stack = await startBenchStack(directory, {
  onRestart: ({ name }) => problems.push(`${name} ended by itself`),
})
let answers: Answer[] = []

console.log('Ten traders, while processes stand still:')
const found = await tradeWhile(
  stack,
  async () => {
    await pause(BETWEEN_MS)
    const calm = tally('with everything running')
    const redis = await whileStopped('redis', async () => {
      const { status, checks } = await health()
      console.log(`  the gateway is ${status}: ${checks['redis']?.detail}`)
      if (status !== 'degraded') problems.push(`the gateway was ${status} without Redis`)
    })
    if (redis.failed > 0) problems.push(`${redis.failed} requests failed without Redis`)
    if (redis.p99 > Math.max(SLOWEST_MS, 2 * calm.p99))
      problems.push(`99 of 100 requests took up to ${redis.p99} ms without Redis`)
    await whileStopped('dynamodb')
    await whileStopped('order-service')
    if ((await health()).status !== 'healthy') problems.push('not everything recovered')
  },
  (answer) => answers.push(answer),
)
problems.push(...found)
await stack.stop()
rmSync(directory, { recursive: true, force: true })
console.log(problems.length === 0 ? 'All of it holds.' : problems.join('\n'))
process.exit(problems.length === 0 ? 0 : 1)

async function health(): Promise<Health> {
  return Health.parse(await (await fetch(`${stack.urls.gateway}/health`)).json())
}

/** Stops a process and lets it go on; its answers meanwhile, and what must not be among them. */
async function whileStopped(name: string, look: () => Promise<void> = async () => undefined) {
  answers = []
  stack.kill(name, 'SIGSTOP')
  await pause(STOPPED_MS)
  await look()
  const told = tally(`with ${name} stopped`)
  stack.kill(name, 'SIGCONT')
  await pause(BETWEEN_MS)
  answers = []
  await pause(BETWEEN_MS)
  if (tally(`and ${name} going on`).failed > 0) problems.push(`${name} did not recover in 4 s`)
  return told
}

function tally(when: string): { failed: number; p99: number } {
  const times = answers.map(({ tookMs }) => tookMs).toSorted((one, other) => one - other)
  const p99 = Math.round(times[Math.floor(times.length * 0.99)] ?? 0)
  const failures = answers.filter(({ status }) => status === undefined || status >= 500)
  const kinds = Object.entries(
    Object.groupBy(failures, ({ status, code }) => `${status ?? 'broken off'} ${code ?? ''}`),
  ).map(([kind, those]) => `${those?.length} ${kind}`)
  console.log(
    `  ${when}: ${answers.length} answers, p99 ${p99} ms, ` +
      (kinds.length === 0 ? 'none failed' : `failed: ${kinds.join(', ')}`),
  )
  for (const { status, retryAfter } of failures)
    if (status !== 503 && status !== 504) problems.push(`${when}: answered ${status}`)
    else if (status === 503 && retryAfter === undefined)
      problems.push(`${when}: 503 without Retry-After`)
  return { failed: failures.length, p99 }
}
