import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb'
import { HoldingItem, OrderItem } from '@cnop/common/ledger/items'
import { assetKey, userPartition } from '@cnop/common/ledger/keys'
import { newOrder } from '@cnop/common/ledger/new-order'
import { countScans } from '@cnop/common/testing/count-scans'
import { ledgerTable } from '@cnop/common/testing/test-ledger'
import { signedInAs, testTokens } from '@cnop/common/testing/test-tokens'
import type { getPortfolioHistory } from '@cnop/contracts/portfolio-history'
import { ZERO_BASIS, ZERO_QUANTITY } from '@cnop/money/scaled'
import { parseBasis, parseCash, parsePrice, parseQuantity } from '@cnop/money/text'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'

import { startOrderService, type OrderService, type Trader } from './order-service.ts'

type History = z.output<(typeof getPortfolioHistory.schema.response)[200]>['data']

/** More than one request reads, of anything. */
const TRADES = 10_200
const BATCH = 25
const BATCHES_AT_ONCE = 16
const DAY_SECONDS = 86_400

let service: OrderService
let trader: Trader

/** Bought one by one for a dollar each, all of them two days ago; the last one is of another asset. */
beforeAll(async () => {
  service = await startOrderService()
  // Noon, so that the trades are all of one day.
  const msOfDay = service.ledger.now().getTime() % (DAY_SECONDS * 1_000)
  service.passSeconds((3 * DAY_SECONDS) / 2 - msOfDay / 1_000)
  service.setPrice('SOL', '1.00')
  trader = await service.newTrader('20000.00')
  const items = [
    ...Array.from({ length: TRADES }, (_, index) => trade(index === TRADES - 1 ? 'ETH' : 'SOL')),
    holding('SOL', TRADES - 1),
    holding('ETH', 1),
  ]
  await writeAll(items)
  service.passSeconds(2 * DAY_SECONDS)
  service.setPrice('SOL', '1.00')
  service.setPrice('ETH', '1.00')
}, 60_000)
afterAll(async () => await service.app.close())

const trade = (assetId: string): object =>
  z.encode(
    OrderItem,
    newOrder(
      service.ledger,
      {
        username: trader.username,
        side: 'buy',
        assetId,
        quantity: parseQuantity('1'),
        request: `market_buy ${assetId} 1`,
        clientKey: undefined,
        clientOrderId: undefined,
      },
      {
        status: 'completed',
        total: parseCash('1.00'),
        cash_change: parseCash('-1.00'),
        executed_price: parsePrice('1'),
        executed_quantity: parseQuantity('1'),
      },
    ),
  )

const holding = (assetId: string, count: number): object =>
  z.encode(HoldingItem, {
    pk: userPartition(trader.username),
    sk: assetKey(assetId),
    asset_id: assetId,
    available: parseQuantity(String(count)),
    held: ZERO_QUANTITY,
    cost: parseBasis(String(count)),
    realized: ZERO_BASIS,
    updated_at: service.ledger.now().toISOString(),
  })

const writeAll = async (items: readonly object[]): Promise<void> => {
  const table = ledgerTable(service.ledger)
  const batches = Array.from({ length: Math.ceil(items.length / BATCH) }, (_, index) =>
    items.slice(index * BATCH, (index + 1) * BATCH),
  )
  const work = async (): Promise<void> => {
    for (let batch = batches.pop(); batch !== undefined; batch = batches.pop()) {
      const requests = batch.map((item) => ({ PutRequest: { Item: { ...item } } }))
      await service.ledger.database.documents.send(
        new BatchWriteCommand({ RequestItems: { [table]: requests } }),
      )
    }
  }
  await Promise.all(Array.from({ length: BATCHES_AT_ONCE }, work))
}

const get = (url: string) => service.app.inject({ method: 'GET', url, headers: trader.headers })

const linesOf = (body: string): string[] => body.trim().split('\r\n').slice(1)

describe('a download of more than 10,000 rows', () => {
  it.each(['/orders.csv', '/assets/SOL/transactions.csv'])(
    '%s begins with a byte-order mark in its first part alone',
    async (url) => {
      const first = await get(`${url}?bom=1`)
      const next = /^<([^>]+)>; rel="next"$/.exec(String(first.headers['link']))?.[1] ?? ''
      const cursor = new URLSearchParams(next.split('?')[1]).get('cursor') ?? ''
      const parts = [first, await get(next), await get(`${url}?bom=1&cursor=${cursor}`)]
      expect(parts.map(({ body }) => body.startsWith('\u{feff}'))).toEqual([true, false, false])
    },
  )

  it.each(['/orders.csv', '/assets/SOL/transactions.csv'])(
    '%s comes in parts that are whole together, each named by the one before',
    async (url) => {
      const first = await get(url)
      const next = /^<([^>]+)>; rel="next"$/.exec(String(first.headers['link']))?.[1] ?? ''
      expect(next.startsWith(`${url}?cursor=`)).toBe(true)
      expect(linesOf(first.body).length).toBeLessThanOrEqual(10_000)
      const second = await get(next)
      expect(second.headers['link']).toBeUndefined()
      const ids = [first, second].flatMap(({ body }) =>
        linesOf(body).map((line) => line.split(',')[0]),
      )
      const count = url === '/orders.csv' ? TRADES : TRADES - 1
      expect([ids.length, new Set(ids).size]).toEqual([count, count])
    },
  )

  it('keeps the selection in the address of the next part, and what fits is in one of them', async () => {
    const first = await get('/orders.csv?status=cancelled')
    expect(linesOf(first.body)).toEqual([])
    expect(first.headers['link']).toMatch(/^<\/orders\.csv\?status=cancelled&cursor=/)
  })

  it('422 for a cursor that is not of this list', async () => {
    expect((await get('/orders.csv?cursor=abc')).statusCode).toBe(422)
  })
})

describe('a list of rare orders', () => {
  it('examines 500 entries a page and says that there may be more', async () => {
    const read = countScans(service.ledger)
    const page = (await get('/orders?asset_id=BTC&limit=100')).json()
    expect(page).toMatchObject({ data: [], has_more: true, next_cursor: expect.any(String) })
    expect(read()).toBe(500)
    const next = (await get(`/orders?asset_id=BTC&limit=100&cursor=${page.next_cursor}`)).json()
    expect(next).toMatchObject({ data: [], has_more: true })
    expect(read()).toBe(500)
    expect(next.next_cursor < page.next_cursor).toBe(true)
  })
})

describe('a history of more than 10,000 trades that was never looked at', () => {
  const history = async (query: string): Promise<History> =>
    (await get(`/portfolio/history?${query}`)).json().data

  it('422 for a point an hour of them', async () => {
    const answer = await get('/portfolio/history?range=1w')
    expect([answer.statusCode, answer.json().errors[0].field]).toEqual([422, 'range'])
  })

  it('is computed in steps, each of which says whether it was the last, and then stays', async () => {
    const read = countScans(service.ledger)
    const first = await history('range=all')
    expect(first.is_complete).toBe(false)
    expect(read()).toBeLessThan(10_100)
    const second = await history('range=all')
    expect(second.is_complete).toBe(true)
    expect(second.points.map(({ cash }) => cash)).toEqual(['9800.00', '9800.00', '9800.00'])
    expect(second.points.at(-1)).toMatchObject({ asset_value: '10200.00', value: '20000.00' })
    read()
    const { points } = await history('range=all')
    expect(points.slice(0, -1)).toEqual(second.points.slice(0, -1))
    expect(read()).toBeLessThan(100)
  })

  it('shows no more than days, and hours once the day is kept', async () => {
    const { points } = await history('range=1d')
    expect(points).toHaveLength(26)
    for (const { time } of (await history('range=1m')).points.slice(0, -1))
      expect(time).toMatch(/T00:00:00\.000Z$/)
  })
})

describe('an audit of one account', () => {
  it('202 with a round of all when it has more entries than one request adds up', async () => {
    const answer = await service.app.inject({
      method: 'POST',
      url: '/admin/ledger/audit',
      headers: signedInAs(testTokens(), 'an_administrator', 'admin'),
      payload: { username: trader.username },
    })
    expect(answer.statusCode).toBe(202)
    expect(answer.json().message).toContain('10000 entries')
  })
})
