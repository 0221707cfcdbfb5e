import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { parseCash } from '@cnop/money/text'
import { beforeEach, describe, expect, it } from 'vitest'

import { auditRound } from '../src/ledger/audit/audit-round.ts'
import { readProgress, requestRound } from '../src/ledger/audit/progress.ts'
import type { Ledger } from '../src/ledger/ledger.ts'
import { moveCash } from '../src/ledger/move-cash.ts'
import { ledgerTable, openAccount, testLedger } from '../src/testing/test-ledger.ts'

let ledger: Ledger
let aheadMs: number

beforeEach(async () => {
  aheadMs = 0
  ledger = { ...(await testLedger()), now: () => new Date(Date.now() + aheadMs) }
  for (const username of ['anna', 'bert', 'cleo']) {
    await openAccount(ledger, username)
    await moveCash(ledger, {
      username,
      type: 'DEPOSIT',
      amount: parseCash('10.00'),
      clientKey: undefined,
    })
  }
})

const replica = (holder: string, signal = new AbortController().signal) =>
  auditRound(ledger, { holder, pace: 100_000, signal })

/** Takes a cent that no journal entry speaks of. */
const corrupt = async (username: string): Promise<void> => {
  await ledger.database.documents.send(
    new UpdateCommand({
      TableName: ledgerTable(ledger),
      Key: { pk: `USER#${username}`, sk: 'CASH' },
      UpdateExpression: 'ADD available :cent',
      ExpressionAttributeValues: { ':cent': -0.01 },
    }),
  )
}

describe('the audit in the background', () => {
  it('goes round every account and says what it has verified', async () => {
    await replica('one')
    const { round, last_round: last } = await readProgress(ledger)
    expect(round).toBeUndefined()
    expect(last).toMatchObject({
      users: 3,
      entries: 3,
      skipped: 0,
      findings: [],
      paid_in: parseCash('30.00'),
      cash: parseCash('30.00'),
    })
    expect(last?.newest).toMatch(/^[0-9A-Z]{26}$/)
  })

  it('finds a cent that is missing, and finds nothing once it is back', async () => {
    await corrupt('bert')
    await replica('one')
    expect((await readProgress(ledger)).last_round?.findings).toEqual([
      { username: 'bert', item: 'CASH', field: 'available', stored: '9.99', expected: '10.00' },
      {
        username: 'everyone',
        item: 'conservation',
        field: 'cash + money in trades',
        stored: '29.99',
        expected: '30.00',
      },
    ])
    await ledger.database.documents.send(
      new UpdateCommand({
        TableName: ledgerTable(ledger),
        Key: { pk: 'USER#bert', sk: 'CASH' },
        UpdateExpression: 'ADD available :cent',
        ExpressionAttributeValues: { ':cent': 0.01 },
      }),
    )
    aheadMs += 61_000
    await replica('one')
    expect((await readProgress(ledger)).last_round?.findings).toEqual([])
  })

  it('rests after a round, unless someone asks for another', async () => {
    await replica('one')
    const first = (await readProgress(ledger)).last_round?.started_at
    aheadMs += 1_000
    await replica('one')
    expect((await readProgress(ledger)).last_round?.started_at).toBe(first)
    await requestRound(ledger)
    aheadMs += 1_000
    await replica('two')
    const second = (await readProgress(ledger)).last_round?.started_at
    expect(second).not.toBe(first)
    await replica('two')
    expect((await readProgress(ledger)).last_round?.started_at).toBe(second)
  })

  it('is done by one of several replicas', async () => {
    await Promise.all(['one', 'two', 'three'].map(async (holder) => await replica(holder)))
    expect((await readProgress(ledger)).last_round).toMatchObject({ users: 3, entries: 3 })
  })

  it('is continued by another replica where one had to stop', async () => {
    const stopped = new AbortController()
    stopped.abort()
    await replica('one', stopped.signal)
    expect((await readProgress(ledger)).round).toMatchObject({ users: 1 })
    await replica('two')
    expect((await readProgress(ledger)).last_round).toMatchObject({ users: 3, entries: 3 })
  })
})
