import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { connectDatabase } from '@cnop/common/dynamodb/client'
import { dynamoDbSettings } from '@cnop/common/dynamodb/config'
import { readSettings } from '@cnop/common/http/settings'
import { auditLedger } from '@cnop/common/ledger/audit/audit-ledger'
import { freeStackPorts } from '@cnop/local-stack/ports'
import type { Clocks } from '@cnop/local-stack/services'
import { startStack, type Stack } from '@cnop/local-stack/stack'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'

import { clientOf, newPerson } from './api.ts'

const TEN_MINUTES = 600_000
const BUY = { order_type: 'market_buy', asset_id: 'BTC', quantity: '0.001' }

let stack: Stack
let directory: string
afterEach(async () => {
  await stack.stop()
  rmSync(directory, { recursive: true })
})

/** A product whose services go by different clocks, and someone with 1,000 USD on it. */
const startWith = async (clocks: Clocks) => {
  directory = mkdtempSync(join(tmpdir(), 'clocks-'))
  stack = await startStack({
    environment: { PATH: process.env['PATH'], BCRYPT_COST: '4', PRICE_SOURCE: 'simulated' },
    ports: await freeStackPorts(),
    directory,
    inMemory: true,
    clocks,
  })
  const person = newPerson()
  const client = clientOf(stack.urls.gateway)
  await client.post('/auth/register', person)
  await client.logIn(person.username, person.password)
  return client
}
type Client = Awaited<ReturnType<typeof startWith>>

const Journal = z.object({
  transactions: z.array(
    z.object({ transaction_id: z.string(), amount: z.string(), balance_after: z.string() }),
  ),
})

const findings = async () => {
  const local = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' }
  Object.assign(process.env, local)
  const database = await connectDatabase(readSettings(dynamoDbSettings, stack.env))
  const audit = await auditLedger({ database, now: () => new Date() })
  database.close()
  return audit.findings
}

const tradeAndLook = async (client: Client): Promise<void> => {
  const once = { 'idempotency-key': randomUUID() }
  await client.post('/balance/deposit', { amount: '1000.00' })
  const first = await client.post('/orders', BUY, once)
  expect(first.status).toBe(201)
  await client.post('/balance/withdraw', { amount: '10.00' })
  const sold = await client.post('/orders', { ...BUY, order_type: 'market_sell' })
  expect(sold.status).toBe(201)
  const again = await client.post('/orders', BUY, once)
  expect([again.body, again.headers.get('idempotent-replayed')]).toEqual([first.body, 'true'])

  const { transactions } = Journal.parse((await client.get('/balance/transactions')).body)
  const { body: balance } = await client.get('/balance')
  expect(new Set(transactions.map((each) => each.transaction_id)).size).toBe(4)
  expect(transactions.at(0)?.balance_after).toBe(balance['current_balance'])
  expect(await findings()).toEqual([])
}

describe('trading goes on, and nothing is lost or doubled', () => {
  it('while user-service is ten minutes behind, whose tokens then end earlier', async () => {
    await tradeAndLook(await startWith({ 'user-service': -TEN_MINUTES }))
  })

  it('while order-service is half a minute ahead, and prices come from half a minute ago', async () => {
    await tradeAndLook(await startWith({ 'order-service': 30_000 }))
  })
})

describe('a token from the future is refused, and nothing moves', () => {
  it('everywhere, while user-service is ten minutes ahead', async () => {
    const client = await startWith({ 'user-service': TEN_MINUTES })
    expect((await client.post('/balance/deposit', { amount: '1000.00' })).status).toBe(401)
    expect((await client.post('/orders', BUY)).status).toBe(401)
  })

  it('by order-service alone, while it is half a minute behind', async () => {
    const client = await startWith({ 'order-service': -30_000 })
    expect((await client.post('/balance/deposit', { amount: '1000.00' })).status).toBe(201)
    const refused = await client.post('/orders', BUY)
    expect([refused.status, refused.body['code']]).toEqual([401, 'UNAUTHENTICATED'])
    expect((await client.get('/balance')).body['current_balance']).toBe('1000.00')
    expect(await findings()).toEqual([])
  })
})
