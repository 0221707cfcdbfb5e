/**
 * Sends requests at a rate, whether or not earlier ones were answered, as a crowd does:
 * `arrivals.ts URL AUTHORIZATION PER_SECOND SECONDS`. Latency counts from when a request was due.
 */
import { setTimeout as pause } from 'node:timers/promises'

import { Pool } from 'undici'

import { percentile } from '../../bench/load.ts'

const CONNECTIONS = 2_000
const TICK_MS = 5

const [, , address = '', authorization = '', perSecond, seconds] = process.argv
const { origin, pathname: path } = new URL(address)
const pool = new Pool(origin, { connections: CONNECTIONS, headersTimeout: 20_000 })
const latenciesMs: number[] = []
const shedMs: number[] = []
let failed = 0
const underWay = new Set<Promise<void>>()

const ask = async (dueMs: number): Promise<void> => {
  try {
    const answer = await pool.request({ method: 'GET', path, headers: { authorization } })
    await answer.body.dump()
    const taken = performance.now() - dueMs
    if (answer.statusCode === 200) latenciesMs.push(taken)
    else if (answer.statusCode === 503) shedMs.push(taken)
    else failed += 1
  } catch {
    failed += 1
  }
}

const started = performance.now()
const all = Number(perSecond) * Number(seconds)
for (let sent = 0; sent < all;) {
  const due = Math.min(all, ((performance.now() - started) / 1_000) * Number(perSecond))
  for (; sent < due; sent += 1) {
    const asking = ask(started + (sent / Number(perSecond)) * 1_000)
    underWay.add(asking)
    void asking.finally(() => underWay.delete(asking))
  }
  await pause(TICK_MS)
}
const elapsed = (performance.now() - started) / 1_000
await Promise.all(underWay)
const sorted = latenciesMs.toSorted((a, b) => a - b)
console.log(
  JSON.stringify({
    arrivedPerSecond: all / elapsed,
    servedPerSecond: sorted.length / elapsed,
    shed: shedMs.length,
    failed,
    p50Ms: percentile(sorted, 50),
    p99Ms: percentile(sorted, 99),
  }),
)
await pool.close()
