/**
 * `pnpm drill:kill`: on a stack of its own, ten traders buy, sell, deposit and place orders that wait, each
 * with a key, while one process after the other is ended by SIGKILL. Whatever got no answer is asked for
 * again with its key. Then
 *
 * 1. every act that was acknowledged must be there, once, and nothing else;
 * 2. every key sent once more must give the first answer again;
 * 3. the audit of the ledger must find nothing.
 *
 * Ends with 1 when one of these does not hold.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

import { connectDatabase } from '@cnop/common/dynamodb/client'
import { dynamoDbSettings } from '@cnop/common/dynamodb/config'
import { readSettings } from '@cnop/common/http/settings'
import { auditLedger } from '@cnop/common/ledger/audit/audit-ledger'

import { startBenchStack } from './bench/bench-stack.ts'
import { intentOf, senderTo, type Intent } from './drill-kill/intents.ts'
import { listedIds } from './drill-kill/listed-ids.ts'

const TRADERS = 10
const VICTIMS = [
  'order-service',
  'dynamodb',
  'redis',
  'inventory-service',
  'gateway',
  'user-service',
]
const ROUNDS = 2
const BETWEEN_KILLS_MS = 2_500
const SETTLE_TRIES = 60

const directory = mkdtempSync(join(tmpdir(), 'drill-kill-'))
const stack = await startBenchStack(directory)
const sender = senderTo(stack.urls.gateway)
const intents: Intent[] = []
const over = new AbortController()

const trade = async (token: string): Promise<void> => {
  for (let nth = 0; !over.signal.aborted; nth += 1) {
    const intent = intentOf(token, nth)
    intents.push(intent)
    await sender.send(intent)
    // A refused connection would otherwise be tried again at once, ten thousand times.
    if (intent.outcome === undefined) await pause(50)
  }
}

const kill = async (): Promise<void> => {
  for (let round = 0; round < ROUNDS; round += 1)
    for (const victim of VICTIMS) {
      await pause(BETWEEN_KILLS_MS)
      stack.kill(victim)
      console.log(`  ended ${victim}`)
    }
  await pause(BETWEEN_KILLS_MS)
  over.abort()
}

console.log(`${TRADERS} traders, while processes end:`)
const tokens = stack.tokens.slice(0, TRADERS)
await Promise.all([kill(), ...tokens.map(trade)])
const open = intents.filter(({ outcome }) => outcome === undefined)
for (let tries = 0; tries < SETTLE_TRIES && open.some(isOpen); tries += 1) {
  await Promise.all(open.filter(isOpen).map((intent) => sender.send(intent)))
  await pause(500)
}

const problems: string[] = []
const stillOpen = intents.filter(isOpen).length
if (stillOpen > 0) problems.push(`${stillOpen} acts were never decided`)
const done = intents.filter((intent) => idOf(intent) !== undefined)
console.log(
  `${intents.length} acts: ${done.length} done, ${intents.length - done.length - stillOpen} refused; ` +
    `${open.length} had no answer at first`,
)
for (const token of tokens) problems.push(...(await differences(token)))
problems.push(...(await replayDifferences()))
problems.push(...(await auditFindings()))

await sender.close()
await stack.stop()
rmSync(directory, { recursive: true, force: true })
console.log(problems.length === 0 ? 'Nothing lost, nothing doubled.' : problems.join('\n'))
process.exit(problems.length === 0 ? 0 : 1)

function isOpen({ outcome }: Intent): boolean {
  return outcome === undefined
}

function idOf({ outcome }: Intent): string | undefined {
  return outcome !== undefined && 'id' in outcome ? outcome.id : undefined
}

/** What was acknowledged to a trader, against what the platform lists. */
async function differences(token: string): Promise<string[]> {
  const own = done.filter((intent) => intent.token === token)
  const found: string[] = []
  for (const path of ['/orders', '/balance/deposit'] as const) {
    const acknowledged = own.filter((intent) => intent.path === path).flatMap((i) => idOf(i) ?? [])
    const listed = await listedIds(sender, path, token)
    const lost = acknowledged.filter((id) => !listed.has(id))
    if (lost.length > 0) found.push(`${path}: ${lost.length} acknowledged acts are not there`)
    if (new Set(acknowledged).size !== acknowledged.length)
      found.push(`${path}: two acts have one id`)
    // The stack gave every trader one deposit to begin with.
    const expected = acknowledged.length + (path === '/balance/deposit' ? 1 : 0)
    if (listed.size !== expected)
      found.push(`${path}: ${listed.size} are listed where ${expected} were acknowledged`)
  }
  return found
}

async function replayDifferences(): Promise<string[]> {
  const wrong: string[] = []
  for (const intent of done.filter((_, index) => index % 20 === 0)) {
    const again: Intent = { ...intent, outcome: undefined }
    const { replayed } = await sender.send(again)
    if (!replayed || idOf(again) !== idOf(intent)) wrong.push(`key ${intent.key} did not repeat`)
  }
  return wrong
}

async function auditFindings(): Promise<string[]> {
  Object.assign(process.env, stack.env)
  const database = await connectDatabase(readSettings(dynamoDbSettings, process.env))
  const { users, entries, findings } = await auditLedger({ database, now: () => new Date() })
  database.close()
  console.log(
    `Audit: ${users} accounts, ${entries} journal entries, ${findings.length} differences`,
  )
  return findings.map((finding) => JSON.stringify(finding))
}
