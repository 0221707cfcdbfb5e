/**
 * `node apps/order-service/src/audit-ledger/main.ts [--user NAME] [--json]`: adds the journal up and compares it
 * with every balance, holding and order. Ends with 1 and a list when anything differs or could not be read, with
 * 0 when all adds up. Reads the same settings as the service.
 */
import { parseArgs } from 'node:util'

import { connectDatabase } from '@cnop/common/dynamodb/client'
import { dynamoDbSettings, type DynamoDbSettings } from '@cnop/common/dynamodb/config'
import { readSettings } from '@cnop/common/http/settings'
import { auditLedger, type LedgerAudit } from '@cnop/common/ledger/audit/audit-ledger'

const { values } = parseArgs({
  options: { user: { type: 'string' }, json: { type: 'boolean', default: false } },
})

const settings = readSettings(dynamoDbSettings, process.env)
// Whoever reads that everything adds up must know of what; beside the report, which may be a JSON document.
console.error(`Auditing ${describeDatabase(settings)}.`)
const database = await connectDatabase(settings)
const audit = await auditLedger(
  { database, now: () => new Date() },
  {
    ...(values.user === undefined ? {} : { username: values.user.trim().toLowerCase() }),
    ...(values.json ? {} : { onProgress: showProgress }),
  },
)
database.close()
console.log(values.json ? JSON.stringify(audit, undefined, 2) : report(audit))
process.exit(audit.findings.length === 0 && audit.skipped === 0 ? 0 : 1)

function describeDatabase(of: DynamoDbSettings): string {
  const { DYNAMODB_ENDPOINT: endpoint, DYNAMODB_REGION: region } = of
  const where = endpoint === '' || endpoint === 'aws' ? `AWS in ${region}` : endpoint
  return `the tables ${of.DYNAMODB_TABLE_PREFIX}* of ${where}`
}

/** A line that is written over, on a terminal only. */
function showProgress(done: number, of: number): void {
  if (!process.stderr.isTTY) return
  const width = 30
  const filled = Math.round((width * done) / of)
  const bar = '#'.repeat(filled).padEnd(width, '.')
  process.stderr.write(`\r[${bar}] ${done} of ${of} accounts${done === of ? '\n' : ''}`)
}

function report({ findings, ...audit }: LedgerAudit): string {
  const { users, entries, skipped, paid_in, cash, in_trades } = audit
  const sums = `paid in ${paid_in} USD = cash ${cash} + in assets ${in_trades}`
  const busy = skipped === 0 ? '' : `; ${skipped} too busy to be read at one moment`
  const head = `${users} accounts, ${entries} journal entries; ${sums}${busy}`
  if (findings.length === 0 && skipped > 0) return `${head}\nThe others add up. Run it again.`
  if (findings.length === 0) return `${head}\nEverything adds up.`
  const list = findings.map(
    ({ username, item, field, stored, expected }) =>
      `  ${username} ${item} ${field}: stored ${stored}, expected ${expected}`,
  )
  return `${head}\n${findings.length} differences:\n${list.join('\n')}`
}
