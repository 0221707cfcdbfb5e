/**
 * `pnpm drill:reads`: on a stack of its own, the account of one user has 6,000 entries. That user reads it all at
 * once and without a pause: twenty filtered pages of the journal that nothing fits, value histories and downloads.
 * Meanwhile another user reads and trades. In turns with idle time, because the machine may have other work:
 *
 * 1. the other user's p95 stays within twice its idle value (the median of the rounds);
 * 2. nobody gets a 5xx, and the other user no refusal at all;
 * 3. the ledger adds up afterwards.
 *
 * Ends with 1 when one of these does not hold.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { startBenchStack } from './bench/bench-stack.ts'
import { median } from './bench/load.ts'
import { askerOf, type Asker } from './drill-reads/asker.ts'
import { attack } from './drill-reads/attack.ts'
import { readAndTrade } from './drill-reads/bystander.ts'
import { auditFindings } from './drill-trading/verdict.ts'

const ENTRIES = 6_000
const ENTRIES_AT_ONCE = 16
const ROUNDS = 5
const ROUND_MS = 8_000
const MOST_TIMES = 2

const directory = mkdtempSync(join(tmpdir(), 'drill-reads-'))
const problems: string[] = []
const stack = await startBenchStack(
  directory,
  { onRestart: ({ name }) => problems.push(`${name} ended by itself`) },
  // The defaults, which a benchmark turns off.
  { READS_PER_USER: '8', DOWNLOADS_PER_USER: '1' },
)
const [attackerToken = '', bystanderToken = ''] = stack.tokens
const attacker = askerOf(stack.urls.gateway, attackerToken)
const bystander = askerOf(stack.urls.gateway, bystanderToken)

await fillAccount(attacker)
await readAndTrade(bystander, ROUND_MS)

const ratios: number[] = []
const attackerStatuses: number[] = []
const bystanderStatuses: number[] = []
for (let round = 1; round <= ROUNDS; round += 1) {
  const idle = await readAndTrade(bystander, ROUND_MS)
  const end = new AbortController()
  const attacking = attack(attacker, end.signal)
  const attacked = await readAndTrade(bystander, ROUND_MS)
  end.abort()
  attackerStatuses.push(...(await attacking))
  bystanderStatuses.push(...idle.statuses, ...attacked.statuses)
  ratios.push(attacked.p95 / idle.p95)
  console.log(
    `  round ${round}: p95 ${idle.p95.toFixed(1)} ms idle, ${attacked.p95.toFixed(1)} ms under attack, ${(attacked.p95 / idle.p95).toFixed(2)} times`,
  )
}
console.log(
  `The attacker got ${tally(attackerStatuses)}; the other user ${tally(bystanderStatuses)}.`,
)

const times = median(ratios)
console.log(
  `The other user's p95 under attack is ${times.toFixed(2)} times its idle value (median).`,
)
if (times > MOST_TIMES) problems.push(`p95 rose to ${times.toFixed(2)} times its idle value`)
const failed = [...attackerStatuses, ...bystanderStatuses].filter((status) => status >= 500)
if (failed.length > 0) problems.push(`${failed.length} requests got a 5xx: ${tally(failed)}`)
const refused = bystanderStatuses.filter((status) => status >= 400)
if (refused.length > 0) problems.push(`the other user was refused: ${tally(refused)}`)
problems.push(...(await auditFindings(stack.env)))

await Promise.all([attacker.close(), bystander.close()])
await stack.stop()
rmSync(directory, { recursive: true, force: true })
console.log(problems.length === 0 ? 'All of it holds.' : problems.join('\n'))
process.exit(problems.length === 0 ? 0 : 1)

/** Deposits and purchases in turn, beside the deposit every account begins with. */
async function fillAccount(user: Asker): Promise<void> {
  let made = 1
  const work = async (): Promise<void> => {
    while (made < ENTRIES) {
      made += 1
      const { status, text } = await (made % 2 === 0
        ? user.ask('POST', '/balance/deposit', { amount: '1.00' })
        : user.ask('POST', '/orders', {
            order_type: 'market_buy',
            asset_id: 'ETH',
            quote_amount: '1.00',
          }))
      if (status !== 201) throw new Error(`could not fill the account: ${status} ${text}`)
    }
  }
  const begun = performance.now()
  await Promise.all(Array.from({ length: ENTRIES_AT_ONCE }, work))
  console.log(
    `An account of ${ENTRIES} entries, made in ${((performance.now() - begun) / 1_000).toFixed(0)} s.`,
  )
}

/** `200 × 40, 429 × 12` */
function tally(statuses: readonly number[]): string {
  const counts = new Map<number, number>()
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1)
  return [...counts]
    .toSorted(([a], [b]) => a - b)
    .map(([status, count]) => `${status} × ${count}`)
    .join(', ')
}
