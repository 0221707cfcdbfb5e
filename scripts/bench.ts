/**
 * `pnpm bench:orders`: what the hot paths cost and how fast they are, as ratios within one run, so that the
 * machine does not matter. Starts a stack of its own on free ports, with its data in a temporary folder.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { connectDatabase } from '@cnop/common/dynamodb/client'
import { dynamoDbSettings } from '@cnop/common/dynamodb/config'
import { readSettings } from '@cnop/common/http/settings'

import { assetList } from './bench/asset-list.ts'
import { bareTransactions } from './bench/bare-transactions.ts'
import { startBenchStack, type BenchStack } from './bench/bench-stack.ts'
import { consumptionPerAct, portfolioOfHundred } from './bench/consumption.ts'
import { inFlight, median, percentile, ratesOfSlices, type Timed } from './bench/load.ts'
import { crossingFew, firstPages } from './bench/long-histories.ts'

const ROUNDS = 3
const ROUND_MS = 4_000
const IN_FLIGHT = 16
const CROWD = 50
const MANY = 100_000
/** What market buys must reach of the rate of the bare transactions they are made of. */
const TARGET = 0.6
const SLICES = 10
/** Share of the first slice's rate that the last slices of many orders must reach. */
const FLAT = 0.8

const directory = mkdtempSync(join(tmpdir(), 'bench-'))
const stack = await startBenchStack(directory)
try {
  await showCosts(stack)
  await showAssetList(stack)
  await showRate(stack)
  await showCrowd(stack)
  await showSustainedRate(stack)
  await showLongHistories(stack)
} finally {
  await stack.stop()
  rmSync(directory, { recursive: true, force: true })
}

async function showCosts(running: BenchStack): Promise<void> {
  console.log('What one act asks of the database (requests, read units, write units):')
  for (const line of await consumptionPerAct(running)) console.log(`  ${line}`)
  console.log(`  ${await portfolioOfHundred(running)}`)
}

async function showAssetList({ urls }: BenchStack): Promise<void> {
  console.log(`\nThe list of assets through the gateway, ${IN_FLIGHT} in flight:`)
  for (const encoding of ['br', 'gzip', 'identity'] as const) {
    const { perSecond, bytes, sentAs } = await assetList(urls.gateway, encoding, IN_FLIGHT)
    console.log(
      `  ${sentAs.padEnd(8)} ${String(bytes).padStart(6)} bytes ${Math.round(perSecond)}/s`,
    )
  }
}

async function showRate(running: BenchStack): Promise<void> {
  const bare = await bareTransactions(running)
  await inFlight(IN_FLIGHT, 1_000, bare)
  await inFlight(IN_FLIGHT, 1_000, running.buy)
  const rounds: { bare: Timed; buys: Timed }[] = []
  for (let round = 0; round < ROUNDS; round += 1)
    rounds.push({
      bare: await inFlight(IN_FLIGHT, ROUND_MS, bare),
      buys: await inFlight(IN_FLIGHT, ROUND_MS, running.buy),
    })
  const ratio = median(rounds.map((round) => round.buys.perSecond / round.bare.perSecond))
  console.log(`\nMarket buys through gateway and order-service, ${IN_FLIGHT} in flight:`)
  for (const { bare: sdk, buys } of rounds)
    console.log(`  bare SDK ${Math.round(sdk.perSecond)}/s   buys ${Math.round(buys.perSecond)}/s`)
  console.log(`  median ratio ${ratio.toFixed(2)} (target ${TARGET})`)
}

async function showCrowd(running: BenchStack): Promise<void> {
  const { latenciesMs } = await inFlight(CROWD, ROUND_MS, running.buy)
  const [p50, p99] = [percentile(latenciesMs, 50), percentile(latenciesMs, 99)]
  console.log(
    `\nA buy with ${CROWD} in flight: p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, ` +
      `ratio ${(p99 / p50).toFixed(1)} (target under 5)`,
  )
}

async function showSustainedRate(running: BenchStack): Promise<void> {
  const rates = await ratesOfSlices(IN_FLIGHT, { slices: SLICES, size: MANY / SLICES }, running.buy)
  const [first = 0] = rates
  const last = median(rates.slice(-3))
  console.log(
    `\n${MANY} buys in a row, ${IN_FLIGHT} in flight, rate per ${MANY / SLICES}:\n` +
      `  ${rates.map((rate) => `${Math.round(rate)}/s`).join(' ')}\n` +
      `  median of the last three beside the first ${(last / first).toFixed(2)} (target ${FLAT})`,
  )
}

async function showLongHistories(running: BenchStack): Promise<void> {
  Object.assign(process.env, running.env)
  const database = await connectDatabase(readSettings(dynamoDbSettings, process.env))
  const { long, short } = await firstPages(running, database, MANY)
  console.log(
    `\nFirst page of one with ${MANY} orders ${long.toFixed(1)} ms, with 100 ${short.toFixed(1)} ms, ` +
      `ratio ${(long / short).toFixed(2)}`,
  )
  const { found, requests, readUnits } = await crossingFew(running, database, MANY)
  console.log(
    `A price that meets ${found} of ${MANY} open orders of an asset: ` +
      `${requests} requests, ${readUnits} read units`,
  )
  database.close()
}
