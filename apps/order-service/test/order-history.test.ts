import { countConsumption } from '@cnop/common/dynamodb/consumption'
import { readOrders } from '@cnop/common/ledger/orders'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { startOrderService, type OrderService, type Trader } from './order-service.ts'

let service: OrderService

beforeAll(async () => {
  service = await startOrderService()
})
afterAll(async () => await service.app.close())
beforeEach(() => {
  service.setPrice('BTC', '100.00')
  service.setPrice('ETH', '10.00')
})

const get = ({ headers }: Trader, url: string) =>
  service.app.inject({ method: 'GET', url, headers })

const order = async ({ headers }: Trader, payload: object): Promise<string> =>
  (await service.app.inject({ method: 'POST', url: '/orders', headers, payload })).json().order_id

const buy = (trader: Trader, asset: string) =>
  order(trader, { order_type: 'market_buy', asset_id: asset, quantity: '1' })

const wait = (trader: Trader, asset: string) =>
  order(trader, { order_type: 'limit_buy', asset_id: asset, quantity: '1', price: '5.00' })

const ids = async (trader: Trader, query: string): Promise<string[]> =>
  (await get(trader, `/orders?${query}`))
    .json()
    .data.map(({ order_id }: { order_id: string }) => order_id)

describe('GET /orders', () => {
  it('200 selects by status, by asset, and by both', async () => {
    const trader = await service.newTrader('1000.00')
    const bought = await buy(trader, 'BTC')
    const waitsForBtc = await wait(trader, 'BTC')
    const waitsForEth = await wait(trader, 'ETH')
    expect(await ids(trader, 'status=completed')).toEqual([bought])
    expect(await ids(trader, 'status=queued')).toEqual([waitsForEth, waitsForBtc])
    expect(await ids(trader, 'asset_id=btc')).toEqual([waitsForBtc, bought])
    expect(await ids(trader, 'status=queued&asset_id=ETH')).toEqual([waitsForEth])
    expect(await ids(trader, 'status=failed')).toEqual([])
  })

  it('200 no longer lists among those that wait an order that was filled or cancelled', async () => {
    const trader = await service.newTrader('1000.00')
    const [first, second] = [await wait(trader, 'ETH'), await wait(trader, 'ETH')]
    await service.app.inject({
      method: 'DELETE',
      url: `/orders/${first}`,
      headers: trader.headers,
    })
    expect(await ids(trader, 'status=queued')).toEqual([second])
    service.setPrice('ETH', '4.00')
    await service.match()
    expect(await ids(trader, 'status=queued')).toEqual([])
    expect(await ids(trader, 'status=completed')).toEqual([second])
  })

  it('200 selects by time, both ends included, and by whole days', async () => {
    const trader = await service.newTrader('1000.00')
    const first = await buy(trader, 'BTC')
    service.passSeconds(60)
    service.setPrice('BTC', '100.00')
    const second = await buy(trader, 'BTC')
    const { created_at: at } = (await get(trader, `/orders/${second}`)).json().data
    expect(await ids(trader, `from=${at}`)).toEqual([second])
    expect(await ids(trader, `from=${at}&to=${at}`)).toEqual([second])
    const justBefore = new Date(Date.parse(at) - 1).toISOString()
    expect(await ids(trader, `to=${justBefore}`)).toEqual([first])
    const [yesterday, tomorrow] = [-1, 1].map((days) =>
      new Date(Date.parse(at) + days * 86_400_000).toISOString().slice(0, 10),
    )
    expect(await ids(trader, `from=${yesterday}&to=${tomorrow}`)).toEqual([second, first])
    expect(await ids(trader, `to=${yesterday?.replace(/^\d+/, '2001')}`)).toEqual([])
  })

  it('200 pages through a selection without losing or repeating one', async () => {
    const trader = await service.newTrader('10000.00')
    const expected: string[] = []
    for (let round = 0; round < 4; round += 1) {
      await buy(trader, 'ETH')
      expected.unshift(await buy(trader, 'BTC'))
    }
    const found: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`
      const page = (await get(trader, `/orders?asset_id=BTC&limit=2${query}`)).json()
      found.push(...page.data.map(({ order_id }: { order_id: string }) => order_id))
      cursor = page.has_more ? page.next_cursor : null
    }
    expect(found).toEqual(expected)
  })

  it('reads no more for the first page of a long history than of a short one', async () => {
    const busy = await service.newTrader('1000000.00')
    const quiet = await service.newTrader('1000000.00')
    for (let round = 0; round < 10; round += 1)
      await Promise.all(Array.from({ length: 30 }, () => buy(busy, 'ETH')))
    await Promise.all(Array.from({ length: 11 }, () => buy(quiet, 'ETH')))
    const firstPage = async ({ username }: Trader) => {
      const cost = { requests: 0, readUnits: 0, writeUnits: 0 }
      const page = await countConsumption(cost, () =>
        readOrders(service.ledger, username, { limit: 10, before: undefined }),
      )
      expect(page.orders).toHaveLength(10)
      return cost
    }
    expect(await firstPage(busy)).toEqual(await firstPage(quiet))
  })

  it.each([
    'status=open',
    'asset_id=not%20an%20id',
    'from=yesterday',
    'to=2026-13-01',
    'from=2026-02-01&to=2026-01-31',
    'colour=red',
  ])('422 for ?%s', async (query) => {
    const trader = await service.newTrader('1.00')
    const answer = await get(trader, `/orders?${query}`)
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'VALIDATION_FAILED'])
  })
})

describe('downloads', () => {
  it('200 orders.csv has a line for every order of the selection, safe to open in a spreadsheet', async () => {
    const trader = await service.newTrader('1000.00')
    await buy(trader, 'ETH')
    await order(trader, {
      order_type: 'market_buy',
      asset_id: 'BTC',
      quantity: '1',
      client_order_id: '=cmd|"/C"!A0,x',
    })
    const answer = await get(trader, '/orders.csv?asset_id=BTC')
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(answer.headers['content-disposition']).toMatch(
      new RegExp(`^attachment; filename="orders-${trader.username}-\\d{4}-\\d\\d-\\d\\d\\.csv"$`),
    )
    const [head = '', line = '', ...rest] = answer.body.split('\r\n')
    expect(head).toMatch(/^order_id,created_at,order_type,asset_id,status,/)
    expect(line).toMatch(/,market_buy,BTC,completed,1\.00000000,/)
    expect(line.endsWith(`,"'=cmd|""/C""!A0,x"`)).toBe(true)
    expect(rest).toEqual([''])
  })

  it.each(['/orders.csv', '/assets/ETH/transactions.csv'])(
    '200 %s begins with a byte-order mark only with bom=1',
    async (url) => {
      const trader = await service.newTrader('1000.00')
      await buy(trader, 'ETH')
      const [plain, marked] = [await get(trader, url), await get(trader, `${url}?bom=1`)]
      expect(marked.body).toBe(`\u{feff}${plain.body}`)
      expect((await get(trader, `${url}?bom=0`)).body).toBe(plain.body)
      expect((await get(trader, `${url}?bom=yes`)).json().code).toBe('VALIDATION_FAILED')
    },
  )

  it('200 trades of one asset as CSV, all of them', async () => {
    const trader = await service.newTrader('10000.00')
    const count = 12
    for (let trade = 0; trade < count; trade += 1) await buy(trader, 'ETH')
    await buy(trader, 'BTC')
    const answer = await get(trader, '/assets/ETH/transactions.csv')
    const lines = answer.body.trim().split('\r\n')
    expect(lines).toHaveLength(1 + count)
    expect(lines.slice(1).every((line) => line.includes(',ETH,buy,'))).toBe(true)
  })

  it('401 without a token, as problem+json', async () => {
    const answer = await service.app.inject({ method: 'GET', url: '/orders.csv' })
    expect([answer.statusCode, answer.json().code]).toEqual([401, 'UNAUTHENTICATED'])
  })
})
