/**
 * `pnpm drill:kill`: on a stack of its own, ten traders buy, sell, deposit and place orders that wait, each
 * with a key, while one process after the other is ended by SIGKILL. Whatever got no answer is asked for
 * again with its key. Then
 *
 * 1. every act that was acknowledged must be there, once, and nothing else;
 * 2. every key sent once more must give the first answer again;
 * 3. the audit of the ledger must find nothing.
 *
 *   pnpm drill:kill                    each process twice
 *   pnpm drill:kill order-service 50   one of them so many times, at random moments
 *
 * It tells the longest times in which no order and no deposit succeeded.
 *
 * Ends with 1 when one of these does not hold.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

import { startBenchStack } from './bench/bench-stack.ts'
import { tradeWhile } from './drill-trading/trade-while.ts'

const ALL = ['order-service', 'dynamodb', 'redis', 'inventory-service', 'gateway', 'user-service']
/** A process that ends by itself more often than five times in a minute is no longer started again. */
const BETWEEN_KILLS_OF_ONE_MS = 12_500
const BETWEEN_KILLS_MS = 2_500

const [only, times = '2'] = process.argv.slice(2)
const victims = only === undefined ? ALL : [only]
const directory = mkdtempSync(join(tmpdir(), 'drill-kill-'))
const stack = await startBenchStack(directory)
const longest = new Map<string, { lastMs: number; gapMs: number }>()

const nextPauseMs = (): number =>
  only === undefined ? BETWEEN_KILLS_MS : BETWEEN_KILLS_OF_ONE_MS * (1 + Math.random() / 5)

const kill = async (): Promise<void> => {
  for (let round = 0; round < Number(times); round += 1)
    for (const victim of victims) {
      await pause(nextPauseMs())
      stack.kill(victim)
      console.log(`  ended ${victim}`)
    }
  await pause(BETWEEN_KILLS_MS)
}

console.log('Ten traders, while processes end:')
const problems = await tradeWhile(stack, kill, ({ status, path }) => {
  if (status !== 201) return
  const lastMs = performance.now()
  const before = longest.get(path) ?? { lastMs, gapMs: 0 }
  longest.set(path, { lastMs, gapMs: Math.max(before.gapMs, lastMs - before.lastMs) })
})
for (const [path, { gapMs }] of longest)
  console.log(`The longest time in which no POST ${path} succeeded: ${Math.round(gapMs)} ms`)
await stack.stop()
rmSync(directory, { recursive: true, force: true })
console.log(problems.length === 0 ? 'Nothing lost, nothing doubled.' : problems.join('\n'))
process.exit(problems.length === 0 ? 0 : 1)
