import { parseQuantity } from '@cnop/money/text'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import {
  MAX_PRICE_AGE_SECONDS,
  startOrderService,
  type OrderService,
  type Trader,
} from './order-service.ts'

let service: OrderService

beforeAll(async () => {
  service = await startOrderService()
})
afterAll(async () => await service.app.close())
beforeEach(() => {
  service.setPrice('BTC', '64250.00')
  service.setPrice('PEPE', '0.00000123')
})

const place = ({ headers }: Trader, order: object, more: Record<string, string> = {}) =>
  service.app.inject({
    method: 'POST',
    url: '/orders',
    headers: { ...headers, ...more },
    payload: order,
  })

const buyBtc = { order_type: 'market_buy', asset_id: 'BTC', quantity: '0.01' }

const get = async ({ headers }: Trader, url: string) =>
  await service.app.inject({ method: 'GET', url, headers })

const cashOf = async (trader: Trader): Promise<string> =>
  (await get(trader, '/portfolio')).json().data.usd_balance

describe('POST /orders', () => {
  it('201 buys at the price in the book and says where that price comes from', async () => {
    const trader = await service.newTrader('1000.00')
    const answer = await place(trader, buyBtc)
    expect(answer.statusCode).toBe(201)
    expect(answer.json()).toMatchObject({
      success: true,
      message: 'Bought 0.01 BTC for 642.50 USD.',
      data: {
        status: 'completed',
        executed_price: '64250.00',
        executed_quantity: '0.01000000',
        total_amount: '642.50',
        price_source: 'simulated',
      },
    })
    expect(await cashOf(trader)).toBe('357.50')
  })

  it('201 says how old the price was that it filled at', async () => {
    const trader = await service.newTrader('1000.00')
    const observedAt = new Date(service.ledger.now().getTime() - 7_000).toISOString()
    service.setPrice('BTC', '64250.00', { observedAt })
    const { data } = (await place(trader, buyBtc)).json()
    expect(data.price_observed_at).toBe(observedAt)
    const age = (Date.parse(data.completed_at) - Date.parse(observedAt)) / 1_000
    expect(data.price_age_seconds).toBe(age)
    expect(age).toBeGreaterThanOrEqual(7)
  })

  it('201 costs one database request for a buy and two for a sale', async () => {
    const trader = await service.newTrader('1000.00')
    service.databaseCalls()
    await place(trader, buyBtc)
    expect(service.databaseCalls()).toEqual(['TransactWriteItems'])
    await place(trader, { ...buyBtc, order_type: 'market_sell' })
    expect(service.databaseCalls()).toEqual(['GetItem', 'TransactWriteItems'])
  })

  it('201 spends at most quote_amount on a buy and brings at least quote_amount on a sale', async () => {
    const trader = await service.newTrader('1000.00')
    const bought = await place(trader, {
      order_type: 'market_buy',
      asset_id: 'BTC',
      quote_amount: 250,
    })
    expect(bought.json().data).toMatchObject({ quantity: '0.00389105', total_amount: '250.00' })
    const sold = await place(trader, {
      order_type: 'market_sell',
      asset_id: 'BTC',
      quote_amount: '100.00',
    })
    expect(sold.json().data).toMatchObject({ quantity: '0.00155643', total_amount: '100.00' })
  })

  it('201 sells dust as the whole of a holding, and only so', async () => {
    const trader = await service.newTrader('10.00')
    await place(trader, { order_type: 'market_buy', asset_id: 'PEPE', quantity: '1000000' })
    service.setPrice('PEPE', '0.0000001')
    const sale = { order_type: 'market_sell', asset_id: 'PEPE' }
    const part = await place(trader, { ...sale, quantity: '999999' })
    expect([part.statusCode, part.json().code]).toEqual([422, 'ORDER_BELOW_MINIMUM'])
    const all = await place(trader, { ...sale, quantity: '1000000' })
    expect(all.json().data).toMatchObject({ status: 'completed', total_amount: '0.10' })
  })

  it('201 with the first order for the same key, by header or client_order_id', async () => {
    const trader = await service.newTrader('1000.00')
    const first = await place(trader, buyBtc, { 'idempotency-key': 'k1' })
    const again = await place(trader, { ...buyBtc, quantity: 0.01 }, { 'idempotency-key': 'k1' })
    expect(again.body).toBe(first.body)
    expect(again.headers['idempotent-replayed']).toBe('true')
    const byClientId = await place(trader, {
      ...buyBtc,
      quantity: '0.002',
      client_order_id: 'mine',
    })
    const repeated = await place(trader, { ...buyBtc, quantity: '0.002', client_order_id: 'mine' })
    expect(repeated.body).toBe(byClientId.body)
    expect(byClientId.json().data.client_order_id).toBe('mine')
    expect(await cashOf(trader)).toBe('229.00')
  })

  it('201 repeats the first answer though the order could not be placed now', async () => {
    const trader = await service.newTrader('642.50')
    const key = { 'idempotency-key': 'all-in' }
    const bought = await place(trader, buyBtc, key)
    service.setPrice('BTC', '1.00', { isActive: false })
    expect((await place(trader, buyBtc, key)).body).toBe(bought.body)
    service.setPrice('BTC', '64250.00')
    const sale = { ...buyBtc, order_type: 'market_sell' }
    const sold = await place(trader, sale, { 'idempotency-key': 'all-out' })
    expect((await place(trader, sale, { 'idempotency-key': 'all-out' })).body).toBe(sold.body)
  })

  it('201 once for one key sent 50 times at once', async () => {
    const trader = await service.newTrader('1000.00')
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => place(trader, buyBtc, { 'idempotency-key': 'k' })),
    )
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1)
    expect(await cashOf(trader)).toBe('357.50')
  })

  it('404 ASSET_NOT_FOUND for an asset there is not', async () => {
    const trader = await service.newTrader('1000.00')
    const answer = await place(trader, { ...buyBtc, asset_id: 'NOPE' })
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'ASSET_NOT_FOUND'])
  })

  it('409 INSUFFICIENT_BALANCE and INSUFFICIENT_HOLDINGS move nothing', async () => {
    const trader = await service.newTrader('642.49')
    const buy = await place(trader, buyBtc)
    expect([buy.statusCode, buy.json().code]).toEqual([409, 'INSUFFICIENT_BALANCE'])
    const sell = await place(trader, { ...buyBtc, order_type: 'market_sell' })
    expect([sell.statusCode, sell.json().code]).toEqual([409, 'INSUFFICIENT_HOLDINGS'])
    expect((await get(trader, '/portfolio')).json().data).toMatchObject({
      usd_balance: '642.49',
      asset_count: 0,
    })
    expect((await get(trader, '/orders')).json().data).toEqual([])
  })

  it('409 accepts exactly as many of 100 parallel buys as there is money for', async () => {
    const trader = await service.newTrader('6425.00')
    const answers = await Promise.all(Array.from({ length: 100 }, () => place(trader, buyBtc)))
    expect(answers.filter(({ statusCode }) => statusCode === 201)).toHaveLength(10)
    expect(answers.filter(({ statusCode }) => statusCode === 409)).toHaveLength(90)
    expect(await cashOf(trader)).toBe('0.00')
  })

  it('409 ASSET_NOT_TRADABLE while trading is halted', async () => {
    const trader = await service.newTrader('1000.00')
    service.setPrice('BTC', '64250.00', { isActive: false })
    const answer = await place(trader, buyBtc)
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'ASSET_NOT_TRADABLE'])
  })

  it.each([
    { ...buyBtc, quantity: '0' },
    { ...buyBtc, quantity: '-1' },
    { ...buyBtc, quantity: '0.000000001' },
    { ...buyBtc, quantity: 'lots' },
    { ...buyBtc, quantity: undefined },
    { ...buyBtc, quote_amount: '10.00' },
    { ...buyBtc, order_type: 'market_steal' },
    { ...buyBtc, asset_id: 'BTC#X' },
    { ...buyBtc, price: '1.00' },
    { ...buyBtc, status: 'completed' },
    { ...buyBtc, username: 'someone_else' },
    { ...buyBtc, client_order_id: '' },
  ])('422 VALIDATION_FAILED for %j', async (order) => {
    const trader = await service.newTrader('1000.00')
    const answer = await place(trader, order)
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'VALIDATION_FAILED'])
    expect(answer.json().errors).not.toEqual([])
  })

  it('422 ORDER_BELOW_MINIMUM for a buy worth less than a dollar', async () => {
    const trader = await service.newTrader('1000.00')
    const answer = await place(trader, { ...buyBtc, quantity: '0.00001' })
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'ORDER_BELOW_MINIMUM'])
  })

  it('422 VALIDATION_FAILED for a quantity between two steps of the asset', async () => {
    const trader = await service.newTrader('1000.00')
    service.setPrice('USDC', '1.00', { step: parseQuantity('0.000001') })
    const order = { order_type: 'market_buy', asset_id: 'USDC', quantity: '5.0000001' }
    const answer = await place(trader, order)
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'VALIDATION_FAILED'])
    expect(answer.json().errors[0].field).toBe('quantity')
    const limit = { ...order, order_type: 'limit_buy', price: '0.90' }
    expect((await place(trader, limit)).json().code).toBe('VALIDATION_FAILED')
    expect((await place(trader, { ...order, quantity: '5.0000010' })).statusCode).toBe(201)
  })

  it('201 buys whole steps for dollars, and 422 says so when they do not buy one', async () => {
    const trader = await service.newTrader('1000.00')
    service.setPrice('NEO', '16.00', { step: parseQuantity('1') })
    const order = { order_type: 'market_buy', asset_id: 'NEO', quote_amount: '50.00' }
    const bought = (await place(trader, order)).json().data
    expect([bought.quantity, bought.total_amount]).toEqual(['3.00000000', '48.00'])
    const little = (await place(trader, { ...order, quote_amount: '15.00' })).json()
    expect(little.code).toBe('ORDER_BELOW_MINIMUM')
    expect(little.detail).toMatch(/^NEO is traded in steps of 1/)
  })

  it('201 sells a holding finer than the steps as a whole, and only so', async () => {
    const trader = await service.newTrader('1000.00')
    service.setPrice('USDC', '1.00')
    const order = { order_type: 'market_buy', asset_id: 'USDC', quantity: '5.0000001' }
    await place(trader, order)
    service.setPrice('USDC', '1.00', { step: parseQuantity('0.000001') })
    const sale = { ...order, order_type: 'market_sell' }
    expect((await place(trader, { ...sale, quantity: '4.0000001' })).statusCode).toBe(422)
    expect((await place(trader, sale)).json().data.status).toBe('completed')
  })

  it('422 for a key that was used for another order, or two keys that differ', async () => {
    const trader = await service.newTrader('1000.00')
    await place(trader, buyBtc, { 'idempotency-key': 'k' })
    const other = await place(trader, { ...buyBtc, quantity: '0.002' }, { 'idempotency-key': 'k' })
    expect([other.statusCode, other.json().code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED'])
    const two = await place(trader, { ...buyBtc, client_order_id: 'a' }, { 'idempotency-key': 'b' })
    expect([two.statusCode, two.json().code]).toEqual([422, 'VALIDATION_FAILED'])
  })

  it('503 PRICE_UNAVAILABLE when the price is too old, and moves nothing', async () => {
    const trader = await service.newTrader('1000.00')
    service.setPrice('BTC', '64250.00', {
      observedAt: new Date(Date.now() - (MAX_PRICE_AGE_SECONDS + 1) * 1_000).toISOString(),
    })
    const answer = await place(trader, buyBtc)
    expect([answer.statusCode, answer.json().code]).toEqual([503, 'PRICE_UNAVAILABLE'])
    expect(answer.headers['retry-after']).toBe('5')
    expect(await cashOf(trader)).toBe('1000.00')
  })
})

describe('GET /orders', () => {
  it('200 pages through one’s own orders; each is found by its id', async () => {
    const trader = await service.newTrader('1000.00')
    for (let i = 0; i < 5; i += 1) await place(trader, { ...buyBtc, quantity: '0.001' })
    const first = (await get(trader, '/orders?limit=3')).json()
    const second = (await get(trader, `/orders?limit=3&cursor=${first.next_cursor}`)).json()
    expect([first.data.length, first.has_more]).toEqual([3, true])
    expect([second.data.length, second.has_more, second.next_cursor]).toEqual([2, false, null])
    const id: string = second.data[1].order_id
    expect((await get(trader, `/orders/${id}`)).json().data).toEqual(second.data[1])
    expect((await get(trader, `/orders/${id}/status`)).json()).toMatchObject({
      order_id: id,
      status: 'completed',
    })
  })

  it('404 with one and the same answer for an order of someone else and for none', async () => {
    const [owner, other] = [await service.newTrader('1000.00'), await service.newTrader('0')]
    const id: string = (await place(owner, buyBtc)).json().order_id
    const theirs = await get(other, `/orders/${id}`)
    const none = await get(other, '/orders/01ARZ3NDEKTSV4RRFFQ69G5FAV')
    expect([theirs.statusCode, none.statusCode]).toEqual([404, 404])
    expect(theirs.json().detail).toBe(none.json().detail)
  })

  it('401 without a token', async () => {
    expect((await service.app.inject({ method: 'GET', url: '/orders' })).statusCode).toBe(401)
  })
})
