import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { moveCash } from '@cnop/common/ledger/move-cash'
import { testDatabase } from '@cnop/common/testing/test-database'
import { ledgerTable, openAccount } from '@cnop/common/testing/test-ledger'
import { parseCash } from '@cnop/money/text'
import { beforeAll, expect, inject, it } from 'vitest'

const COMMAND = fileURLToPath(new URL('../src/audit-ledger/main.ts', import.meta.url))

const database = await testDatabase()
const ledger = { database, now: () => new Date() }

/** The command as an operator gives it where the service runs. */
const audit = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], {
    encoding: 'utf8',
    env: {
      ...process.env,
      DYNAMODB_ENDPOINT: inject('dynamodbEndpoint'),
      DYNAMODB_TABLE_PREFIX: database.tableName(''),
    },
  })
  return { status, stdout, stderr }
}

beforeAll(async () => {
  for (const username of ['honest_one', 'short_of_a_cent']) {
    await openAccount(ledger, username)
    const amount = parseCash('100.00')
    await moveCash(ledger, { username, type: 'DEPOSIT', amount, clientKey: 'first' })
  }
})

it('says that everything adds up, and ends with 0', () => {
  const { status, stdout } = audit()
  expect(stdout).toContain('2 accounts, 2 journal entries; paid in 200.00 USD')
  expect([status, stdout]).toEqual([0, expect.stringContaining('Everything adds up.')])
})

it('says of which tables, beside the report', () => {
  const of = `Auditing the tables ${database.tableName('')}* of ${inject('dynamodbEndpoint')}.`
  expect(audit().stderr).toContain(of)
  expect(audit('--json').stderr).toContain(of)
})

it('names what differs, and ends with 1', async () => {
  await database.documents.send(
    new UpdateCommand({
      TableName: ledgerTable(ledger),
      Key: { pk: 'USER#short_of_a_cent', sk: 'CASH' },
      UpdateExpression: 'ADD available :cent',
      ExpressionAttributeValues: { ':cent': -0.01 },
    }),
  )
  const { status, stdout } = audit('--json')
  expect(status).toBe(1)
  expect(JSON.parse(stdout).findings).toContainEqual(
    expect.objectContaining({ username: 'short_of_a_cent', stored: '99.99', expected: '100.00' }),
  )
  expect(audit('--user', 'honest_one').status).toBe(0)
})
