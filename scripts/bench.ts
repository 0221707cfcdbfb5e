/**
 * `pnpm bench`: what the hot paths cost and how fast they are, as ratios within one run, so that the
 * machine does not matter. Starts a stack of its own on free ports, with its data in a temporary folder.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { bareTransactions } from './bench/bare-transactions.ts'
import { startBenchStack } from './bench/bench-stack.ts'
import { consumptionPerAct } from './bench/consumption.ts'
import { inFlight, median, percentile, type Timed } from './bench/load.ts'

const ROUNDS = 3
const ROUND_MS = 4_000
const IN_FLIGHT = 16
const CROWD = 50
/** What market buys must reach of the rate of the bare transactions they are made of. */
const TARGET = 0.6

const directory = mkdtempSync(join(tmpdir(), 'bench-'))
const stack = await startBenchStack(directory)
try {
  console.log('What one act asks of the database (requests, read units, write units):')
  for (const line of await consumptionPerAct(stack)) console.log(`  ${line}`)

  const bare = await bareTransactions(stack)
  const buys = (): Promise<void> => stack.buy()
  await inFlight(IN_FLIGHT, 1_000, bare)
  await inFlight(IN_FLIGHT, 1_000, buys)
  const rounds: { bare: Timed; buys: Timed }[] = []
  for (let round = 0; round < ROUNDS; round += 1)
    rounds.push({
      bare: await inFlight(IN_FLIGHT, ROUND_MS, bare),
      buys: await inFlight(IN_FLIGHT, ROUND_MS, buys),
    })
  const ratio = median(rounds.map((round) => round.buys.perSecond / round.bare.perSecond))
  console.log(`\nMarket buys through gateway and order-service, ${IN_FLIGHT} in flight:`)
  for (const round of rounds)
    console.log(
      `  bare SDK ${Math.round(round.bare.perSecond)}/s   buys ${Math.round(round.buys.perSecond)}/s`,
    )
  console.log(`  median ratio ${ratio.toFixed(2)} (target ${TARGET})`)

  const crowd = await inFlight(CROWD, ROUND_MS, buys)
  const [p50, p99] = [percentile(crowd.latenciesMs, 50), percentile(crowd.latenciesMs, 99)]
  console.log(
    `\nA buy with ${CROWD} in flight: p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, ` +
      `ratio ${(p99 / p50).toFixed(1)} (target under 5)`,
  )
} finally {
  await stack.stop()
  rmSync(directory, { recursive: true, force: true })
}
