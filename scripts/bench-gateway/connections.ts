import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

import { API_BASE } from '@cnop/contracts/internal'

import { median } from '../bench/load.ts'
import { arrive } from './arrivals.ts'
import type { Target } from './targets.ts'

const CONNECTIONS = 10_000
const PER_SECOND = 300
const SECONDS = 8
const ROUNDS = 3
/** How much longer others may wait for it. */
const TARGET = 2

/** What ten thousand open connections do to those who are served meanwhile. */
export const showConnections = async (
  { url }: Target,
  headers: { readonly authorization: string },
): Promise<void> => {
  const p99Ms = async (): Promise<number> => {
    const rounds: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const load = { perSecond: PER_SECOND, seconds: SECONDS }
      rounds.push((await arrive(`${url}${API_BASE}/balance`, headers, load)).p99Ms)
    }
    return median(rounds)
  }
  const alone = await p99Ms()
  const program = fileURLToPath(new URL('processes/idle-connections.ts', import.meta.url))
  const idle = spawn(process.execPath, [program, new URL(url).port, String(CONNECTIONS)])
  const lines = createInterface({ input: idle.stdout })[Symbol.asyncIterator]()
  const opened = await lines.next()
  const beside = await p99Ms()
  idle.kill('SIGTERM')
  const lost = await lines.next()
  console.log(
    `\n${PER_SECOND} requests a second beside ${CONNECTIONS} connections (${opened.value}, ${lost.value}): ` +
      `p99 ${beside.toFixed(1)} ms, without them ${alone.toFixed(1)} ms, ratio ${(beside / alone).toFixed(2)} (target under ${TARGET})`,
  )
}
