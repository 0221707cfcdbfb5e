import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { auditRound } from '@cnop/common/ledger/audit/audit-round'
import { ledgerTable } from '@cnop/common/testing/test-ledger'
import { signedInAs, testTokens } from '@cnop/common/testing/test-tokens'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startOrderService, type OrderService, type Trader } from './order-service.ts'

let service: OrderService
const admin = signedInAs(testTokens(), 'the_admin', 'admin')
const url = '/admin/ledger/audit'

beforeAll(async () => {
  service = await startOrderService()
})
afterAll(async () => await service.app.close())

const get = (headers: Trader['headers']) => service.app.inject({ method: 'GET', url, headers })
const run = (payload: object, headers: Trader['headers'] = admin) =>
  service.app.inject({ method: 'POST', url, headers, payload })
const goRound = () =>
  auditRound(service.ledger, {
    holder: 'test',
    pace: 100_000,
    signal: new AbortController().signal,
  })

describe('/admin/ledger/audit', () => {
  it('403 for anyone but an administrator', async () => {
    const { headers } = await service.newTrader('1.00')
    expect((await get(headers)).statusCode).toBe(403)
    expect((await run({}, headers)).statusCode).toBe(403)
    expect((await service.app.inject({ method: 'GET', url })).statusCode).toBe(401)
  })

  it('200 audits one account at once and names what differs, and the metric raises the alarm', async () => {
    const { username } = await service.newTrader('100.00')
    expect((await run({ username })).json()).toMatchObject({
      message: 'Everything adds up.',
      data: { users: 1, entries: 1, findings: [], paid_in: '100.00', cash: '100.00' },
    })
    await service.ledger.database.documents.send(
      new UpdateCommand({
        TableName: ledgerTable(service.ledger),
        Key: { pk: `USER#${username}`, sk: 'CASH' },
        UpdateExpression: 'ADD available :cent',
        ExpressionAttributeValues: { ':cent': 0.01 },
      }),
    )
    expect((await run({ username })).json().data.findings[0]).toEqual({
      username,
      item: 'CASH',
      field: 'available',
      stored: '100.01',
      expected: '100.00',
    })
    await goRound()
    const { data } = (await get(admin)).json()
    expect(data.drift).toBe(2)
    expect(data.last_round.findings[0]).toMatchObject({ username, stored: '100.01' })
    const metrics = (await service.app.inject({ method: 'GET', url: '/metrics' })).body
    expect(metrics).toMatch(/^ledger_drift\{[^}]*\} 2$/m)
    expect(metrics).toMatch(/^ledger_verified_entry_timestamp_seconds\{[^}]*\} 1\d{9}/m)
  })

  it('202 has all accounts audited again', async () => {
    await goRound()
    const before = (await get(admin)).json().data.last_round.started_at
    service.passSeconds(1)
    expect((await run({})).statusCode).toBe(202)
    service.passSeconds(1)
    await goRound()
    expect((await get(admin)).json().data.last_round.started_at > before).toBe(true)
  })

  it('404 for someone who has no account', async () => {
    expect((await run({ username: 'nobody_here' })).statusCode).toBe(404)
  })
})
