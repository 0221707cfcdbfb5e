import { createServer } from 'node:http'

import { moveCash } from '@cnop/common/ledger/move-cash'
import { LAMBDA_CONTEXT, httpApiEvent } from '@cnop/common/testing/http-api-event'
import { testDatabase } from '@cnop/common/testing/test-database'
import { openAccount } from '@cnop/common/testing/test-ledger'
import { TEST_TOKEN_SETTINGS, signedInAs, testTokens } from '@cnop/common/testing/test-tokens'
import { Order } from '@cnop/contracts/orders'
import { parseCash } from '@cnop/money/text'
import { afterAll, expect, inject, it, onTestFinished } from 'vitest'

/** What inventory-service says of the one asset there is. */
let price = '100.00'
let source = 'simulated'
let updatedAt = new Date(0)
const inventory = createServer((_request, response) => {
  response.setHeader('content-type', 'application/json')
  const asset = {
    asset_id: 'BTC',
    price_usd: price,
    price_source: source,
    price_updated_at: updatedAt.toISOString(),
    is_active: true,
    quantity_increment: '0.00000001',
  }
  response.end(JSON.stringify({ max_price_age_seconds: 900, assets: [asset] }))
})
await new Promise<void>((ready) => inventory.listen(0, '127.0.0.1', ready))
afterAll(() => void inventory.close())
const address = inventory.address()
if (address === null || typeof address === 'string') throw new Error('no port')

// A function reads its settings as it is loaded, as in the cloud.
const database = await testDatabase()
Object.assign(process.env, {
  DYNAMODB_ENDPOINT: inject('dynamodbEndpoint'),
  DYNAMODB_TABLE_PREFIX: database.tableName(''),
  JWT_SECRET_KEY: TEST_TOKEN_SETTINGS.JWT_SECRET_KEY,
  INVENTORY_SERVICE_URL: `http://127.0.0.1:${address.port}`,
  LOG_LEVEL: 'silent',
})
const { handler } = await import('#src/lambda/main')

const ledger = { database, now: () => new Date() }
const username = 'lambda_trader'
await openAccount(ledger, username)
await moveCash(ledger, {
  username,
  type: 'DEPOSIT',
  amount: parseCash('1000.00'),
  clientKey: 'first',
})
const headers = signedInAs(testTokens(), username)

const answerOf = async (request: Parameters<typeof httpApiEvent>[0]) => {
  const answer = await handler(httpApiEvent({ headers, ...request }), LAMBDA_CONTEXT)
  if (!('statusCode' in answer)) throw new Error('not an answer to a request')
  return { status: answer.statusCode, body: JSON.parse(answer.body) }
}

it('fills at a real price for as long as its source allows, and at no older one', async () => {
  source = 'coingecko'
  onTestFinished(() => void (source = 'simulated'))
  const order = { order_type: 'market_buy', asset_id: 'BTC', quantity: '0.01' }
  const statusAtAge = async (seconds: number) => {
    updatedAt = new Date(Date.now() - seconds * 1_000)
    return (await answerOf({ method: 'POST', path: '/orders', body: order })).status
  }
  expect(await statusAtAge(300)).toBe(201)
  // What was asked for is used for a second.
  await expect.poll(() => statusAtAge(1_000), { timeout: 10_000 }).toBe(503)
})

it('fills an order at the price inventory-service says as the request comes', async () => {
  const order = { order_type: 'market_buy', asset_id: 'BTC', quantity: '1' }
  const place = async () => await answerOf({ method: 'POST', path: '/orders', body: order })
  await expect.poll(async () => (await place()).status, { timeout: 10_000 }).toBe(201)
  const { body } = await place()
  expect(Order.parse(body.data)).toMatchObject({ executed_price: '100.00', status: 'completed' })
})

it('places an order that API Gateway sends twice with one key once', async () => {
  const request = {
    method: 'POST',
    path: '/orders',
    headers: { ...headers, 'idempotency-key': 'once' },
    body: { order_type: 'market_buy', asset_id: 'BTC', quantity: '0.5' },
  }
  const [first, second] = [await answerOf(request), await answerOf(request)]
  expect(second.body).toEqual(first.body)
})

it('refuses a request without a token', async () => {
  const { status, body } = await answerOf({ method: 'GET', path: '/orders', headers: {} })
  expect([status, body.code]).toEqual([401, 'UNAUTHENTICATED'])
})

it('settles waiting orders when the schedule calls', async () => {
  price = '100.00'
  const order = { order_type: 'limit_buy', asset_id: 'BTC', quantity: '1', price: '90.00' }
  const placed = await answerOf({ method: 'POST', path: '/orders', body: order })
  expect(Order.parse(placed.body.data).status).toBe('queued')

  price = '80.00'
  await expect
    .poll(() => handler({ source: 'aws.events' }, LAMBDA_CONTEXT), { timeout: 10_000 })
    .toEqual({ settled: 1 })
  const { body } = await answerOf({ method: 'GET', path: `/orders/${placed.body.order_id}` })
  expect(body.data).toMatchObject({ status: 'completed', executed_price: '80.00' })
})
