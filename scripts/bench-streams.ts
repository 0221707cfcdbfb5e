/**
 * `pnpm bench:streams`: opens 2,000 price streams of all assets at one inventory-service (`-- --streams 2000
 * --minutes 3`) and prints, every ten seconds, its memory and what arrives; then closes them all.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { get, type ClientRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'

import { startBenchStack } from './bench/bench-stack.ts'

const EVERY_MS = 10_000
const MIB = 1024 * 1024

const { values } = parseArgs({
  options: {
    streams: { type: 'string', default: '2000' },
    minutes: { type: 'string', default: '3' },
  },
})
const count = Number(values.streams)

const directory = mkdtempSync(join(tmpdir(), 'bench-streams-'))
const stack = await startBenchStack(directory)
const requests: ClientRequest[] = []
let [open, bytes, ended] = [0, 0, 0]

const metric = async (name: string): Promise<number> => {
  const text = await (await fetch(`${stack.urls.inventory}/metrics`)).text()
  return Number(new RegExp(`^${name}\\{[^}]*\\} (\\S+)$`, 'm').exec(text)?.[1] ?? 0)
}

const rssMib = async (): Promise<number> =>
  Math.round((await metric('process_resident_memory_bytes')) / MIB)

console.log(`With no stream: ${await rssMib()} MiB`)
for (let nth = 0; nth < count; nth += 1)
  requests.push(
    get(`${stack.urls.inventory}/market/stream`, { agent: false }, (response) => {
      open += 1
      response.on('data', (chunk: Buffer) => (bytes += chunk.length))
      response.on('close', () => (ended += 1))
    }).on('error', () => {}),
  )
const ticks = (Number(values.minutes) * 60_000) / EVERY_MS
for (let tick = 1; tick <= ticks; tick += 1) {
  const before = bytes
  await pause(EVERY_MS)
  const perSecond = (bytes - before) / (EVERY_MS / 1_000) / MIB
  console.log(
    `${tick * 10} s: ${open} opened, ${ended} ended, ${perSecond.toFixed(1)} MiB a second, ` +
      `${await rssMib()} MiB`,
  )
}
console.log(`Dropped for reading too slowly: ${await metric('market_streams_dropped_total')}`)
for (const request of requests) request.destroy()
await pause(EVERY_MS)
console.log(`Ten seconds after all have left: ${await rssMib()} MiB`)
await stack.stop()
rmSync(directory, { recursive: true, force: true })
process.exit(0)
