/**
 * `pnpm drill:disk`: a stack of its own, with its data and its logs on a small disk that is filled up while ten
 * traders trade, and emptied again.
 *
 * 1. while it is full, what cannot be written is answered with 503 and when to come back, and with nothing else;
 *    what can be read is; no process ends;
 * 2. once there is room, acts succeed again without a restart, and nothing is lost, half done or doubled.
 *
 * Needs to be root, for the disk. Ends with 1 when one of these does not hold.
 */
import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

import { startBenchStack } from './bench/bench-stack.ts'
import type { Answer } from './drill-trading/intents.ts'
import { tradeWhile } from './drill-trading/trade-while.ts'

const DISK_MB = 256
const FULL_MS = 8_000
const BEFORE_AND_AFTER_MS = 4_000

const directory = mkdtempSync(join(tmpdir(), 'drill-disk-'))
const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m`, 'drill-disk', directory])
if (mount.status !== 0) {
  console.log('Skipped: mounting a small disk takes root.')
  process.exit(0)
}
const problems: string[] = []
const stack = await startBenchStack(directory, {
  onRestart: ({ name }) => problems.push(`${name} ended by itself`),
  onGone: ({ name }) => problems.push(`${name} is gone`),
})
let answers: Answer[] = []
try {
  console.log('Ten traders, while the disk is full:')
  problems.push(
    ...(await tradeWhile(stack, fillAndEmpty, (answer) => {
      answers.push(answer)
    })),
  )
} finally {
  await stack.stop()
  spawnSync('umount', [directory])
  rmSync(directory, { recursive: true, force: true })
}
console.log(problems.length === 0 ? 'All of it holds.' : problems.join('\n'))
process.exit(problems.length === 0 ? 0 : 1)

async function fillAndEmpty(): Promise<void> {
  await pause(BEFORE_AND_AFTER_MS)
  const filler = join(directory, 'filler')
  fill(filler)
  answers = []
  await pause(FULL_MS)
  const { bavail } = statfsSync(directory)
  console.log(`  full (${bavail} blocks left): ${kindsOf(answers)}`)
  const failures = answers.filter(({ status }) => status !== 201)
  if (failures.length === 0) problems.push('the full disk was not noticed')
  for (const { status, code, retryAfter } of failures)
    if (status !== 503 || retryAfter === undefined)
      problems.push(`answered ${status} ${code} (Retry-After ${retryAfter})`)
  await stack.call('GET', '/balance')
  await stack.call('GET', '/orders')
  rmSync(filler)
  await pause(BEFORE_AND_AFTER_MS)
  answers = []
  await pause(BEFORE_AND_AFTER_MS)
  console.log(`  with room again: ${kindsOf(answers)}`)
  if (answers.some(({ status }) => status !== 201)) problems.push('it did not recover in 4 s')
}

function fill(file: string): void {
  const piece = Buffer.alloc(65_536)
  const opened = openSync(file, 'w')
  for (let size = piece.length; size >= 1; size = Math.floor(size / 2))
    try {
      for (;;) writeSync(opened, piece, 0, size)
    } catch {
      // Smaller pieces may still fit.
    }
  closeSync(opened)
}

function kindsOf(those: readonly Answer[]): string {
  return Object.entries(
    Object.groupBy(those, ({ status, code }) => `${status ?? 'broken off'} ${code ?? ''}`),
  )
    .map(([kind, same]) => `${same?.length} ${kind.trim()}`)
    .join(', ')
}
