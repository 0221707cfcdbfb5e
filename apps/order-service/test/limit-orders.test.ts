import { auditLedger } from '@cnop/common/ledger/audit/audit-ledger'
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

const place = ({ headers }: Trader, order: object, key?: string) =>
  service.app.inject({
    method: 'POST',
    url: '/orders',
    headers: key === undefined ? headers : { ...headers, 'idempotency-key': key },
    payload: order,
  })

const get = async ({ headers }: Trader, url: string) =>
  (await service.app.inject({ method: 'GET', url, headers })).json()

const cancel = ({ headers }: Trader, id: string) =>
  service.app.inject({ method: 'PUT', url: `/orders/${id}/cancel`, headers })

const limitBuy = { order_type: 'limit_buy', asset_id: 'BTC', quantity: '2', price: '90.00' }
const limitSell = { order_type: 'limit_sell', asset_id: 'BTC', quantity: '1', price: '120.00' }

const placed = async (trader: Trader, order: object): Promise<string> => {
  const answer = await place(trader, order)
  expect(answer.statusCode).toBe(201)
  return answer.json().order_id
}

const statusOf = async (trader: Trader, id: string): Promise<string> =>
  (await get(trader, `/orders/${id}/status`)).status

/** Someone who holds some BTC, bought at 100. */
const holder = async (): Promise<Trader> => {
  const trader = await service.newTrader('300.00')
  await place(trader, { order_type: 'market_buy', asset_id: 'BTC', quantity: '3' })
  return trader
}

const expectAllAddsUp = async (trader: Trader): Promise<void> => {
  const { findings } = await auditLedger(service.ledger, { username: trader.username })
  expect(findings).toEqual([])
}

describe('a limit order that waits', () => {
  it('to buy holds its cost at the limit and shows as waiting', async () => {
    const trader = await service.newTrader('200.00')
    const answer = await place(trader, limitBuy)
    expect(answer.json()).toMatchObject({
      message: 'Waiting to buy 2 BTC at 90.00 or better.',
      data: { status: 'queued', price: '90.00', time_in_force: 'gtc', executed_price: null },
    })
    const { data } = await get(trader, '/portfolio')
    expect(data).toMatchObject({ usd_balance: '200.00', usd_held: '180.00' })
    await expectAllAddsUp(trader)
  })

  it('to sell holds its quantity', async () => {
    const trader = await holder()
    await placed(trader, limitSell)
    const { data } = await get(trader, '/assets/BTC/balance')
    expect(data).toMatchObject({ available: '2.00000000', held: '1.00000000' })
    const sold = await place(trader, { ...limitSell, quantity: '2.5', price: '130' })
    expect([sold.statusCode, sold.json().code]).toEqual([409, 'INSUFFICIENT_HOLDINGS'])
    await expectAllAddsUp(trader)
  })

  it('fills when the price meets it, at the better price, and gives the surplus back', async () => {
    const trader = await service.newTrader('200.00')
    const id = await placed(trader, limitBuy)
    service.setPrice('BTC', '90.01')
    await service.match()
    expect(await statusOf(trader, id)).toBe('queued')
    service.setPrice('BTC', '85.00')
    await service.match()
    const { data: order } = await get(trader, `/orders/${id}`)
    expect(order).toMatchObject({
      status: 'completed',
      executed_price: '85.00',
      total_amount: '170.00',
      price_source: 'simulated',
    })
    const { data } = await get(trader, '/portfolio')
    expect(data).toMatchObject({ usd_balance: '30.00', usd_held: '0.00', asset_count: 1 })
    await expectAllAddsUp(trader)
  })

  it('sells with its profit when the price meets it', async () => {
    const trader = await holder()
    const id = await placed(trader, limitSell)
    service.setPrice('BTC', '125.00')
    await service.match()
    expect(await statusOf(trader, id)).toBe('completed')
    const { data } = await get(trader, '/portfolio')
    expect(data).toMatchObject({ usd_balance: '125.00', realized_pnl: '25.00' })
    await expectAllAddsUp(trader)
  })

  it('is filled once by any number of matchers at the same time', async () => {
    const traders = await Promise.all(
      Array.from({ length: 10 }, () => service.newTrader('1000.00')),
    )
    for (const trader of traders)
      for (const price of ['50', '60', '70'])
        await placed(trader, { ...limitBuy, asset_id: 'ETH', quantity: '10', price: `0.${price}` })
    service.setPrice('ETH', '0.50')
    const settled = await Promise.all([service.match(), service.match(), service.match()])
    expect(settled.reduce((sum, count) => sum + count, 0)).toBe(30)
    for (const trader of traders) {
      const { data } = await get(trader, '/assets/ETH/balance')
      expect(data.quantity).toBe('30.00000000')
      await expectAllAddsUp(trader)
    }
    expect(await service.match()).toBe(0)
  })

  it('costs a round only what the price meets, however many wait', async () => {
    const trader = await service.newTrader('1000.00')
    for (let i = 1; i <= 40; i += 1)
      await placed(trader, { ...limitBuy, quantity: '1', price: `${i}.00` })
    service.setPrice('BTC', '95.00')
    service.databaseCalls()
    await service.match()
    expect(service.databaseCalls()).not.toContain('GetItem')
  })

  it('is not filled at a price that is too old, or while trading is halted', async () => {
    const trader = await service.newTrader('200.00')
    const id = await placed(trader, limitBuy)
    service.setPrice('BTC', '80.00', { observedAt: '2020-01-01T00:00:00.000Z' })
    await service.match()
    service.setPrice('BTC', '80.00', { isActive: false })
    await service.match()
    expect(await statusOf(trader, id)).toBe('queued')
    service.setPrice('BTC', '80.00')
    await service.match()
    expect(await statusOf(trader, id)).toBe('completed')
  })

  it('shows in the history as what it set aside and what came back', async () => {
    const trader = await service.newTrader('200.00')
    const id = await placed(trader, limitBuy)
    service.setPrice('BTC', '80.00')
    await service.match()
    const audit = await auditLedger(service.ledger, { username: trader.username })
    expect(audit).toMatchObject({ entries: 3, findings: [], cash: '40.00', in_trades: '160.00' })
    expect(await statusOf(trader, id)).toBe('completed')
  })
})

describe('a limit order that the market meets', () => {
  it('fills at once at the market’s price', async () => {
    const trader = await service.newTrader('500.00')
    const answer = await place(trader, { ...limitBuy, price: '110' })
    expect(answer.json().data).toMatchObject({
      status: 'completed',
      price: '110.00',
      executed_price: '100.00',
      total_amount: '200.00',
    })
    await expectAllAddsUp(trader)
  })

  it('with ioc fills at once or not at all', async () => {
    const trader = await service.newTrader('500.00')
    const ioc = { ...limitBuy, time_in_force: 'ioc' }
    const missed = await place(trader, ioc)
    expect(missed.json().data).toMatchObject({
      status: 'cancelled',
      reason: 'The market did not meet the limit.',
      total_amount: '0.00',
    })
    expect((await place(trader, { ...ioc, price: '100' })).json().data.status).toBe('completed')
    expect((await get(trader, '/portfolio')).data).toMatchObject({ usd_held: '0.00' })
    await expectAllAddsUp(trader)
  })
})

describe('the end of a limit order', () => {
  it('by either verb gives everything back', async () => {
    const trader = await holder()
    await place(trader, { order_type: 'market_sell', asset_id: 'BTC', quantity: '2' })
    const buy = await placed(trader, limitBuy)
    const sell = await placed(trader, limitSell)
    expect((await cancel(trader, buy)).json().data.status).toBe('cancelled')
    const deleted = await service.app.inject({
      method: 'DELETE',
      url: `/orders/${sell}`,
      headers: trader.headers,
    })
    expect(deleted.json().data.status).toBe('cancelled')
    expect((await get(trader, '/portfolio')).data).toMatchObject({
      usd_balance: '200.00',
      usd_held: '0.00',
      assets: [{ quantity: '1.00000000', held: '0.00000000' }],
    })
    service.setPrice('BTC', '1.00')
    await service.match()
    expect(await statusOf(trader, buy)).toBe('cancelled')
    await expectAllAddsUp(trader)
  })

  it('409 ORDER_NOT_CANCELLABLE for one that is not open, 404 for someone else’s', async () => {
    const [trader, other] = [await service.newTrader('500.00'), await service.newTrader('1.00')]
    const done = await placed(trader, { ...limitBuy, price: '110' })
    const answer = await cancel(trader, done)
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'ORDER_NOT_CANCELLABLE'])
    const open = await placed(trader, limitBuy)
    expect((await cancel(other, open)).statusCode).toBe(404)
    expect(await statusOf(trader, open)).toBe('queued')
  })

  it('is decided once between cancelling, cancelling again and filling', async () => {
    const trader = await service.newTrader('200.00')
    const id = await placed(trader, limitBuy)
    service.setPrice('BTC', '80.00')
    const [first, , second] = await Promise.all([
      cancel(trader, id),
      service.match(),
      cancel(trader, id),
      service.match(),
    ])
    const cancelled = [first, second].filter(({ statusCode }) => statusCode === 200).length
    const filled = (await statusOf(trader, id)) === 'completed' ? 1 : 0
    expect(cancelled + filled).toBe(1)
    await expectAllAddsUp(trader)
  })

  it('comes also for a day order found too late, rather than a fill', async () => {
    const trader = await service.newTrader('200.00')
    const id = await placed(trader, { ...limitBuy, time_in_force: 'day' })
    service.passSeconds(30 * 86_400)
    service.setPrice('BTC', '80.00')
    await service.match()
    expect(await statusOf(trader, id)).toBe('expired')
    await expectAllAddsUp(trader)
  })

  it('comes for a day order at midnight UTC', async () => {
    const trader = await service.newTrader('200.00')
    const answer = await place(trader, { ...limitBuy, time_in_force: 'day' })
    const { order_id, data } = answer.json()
    expect(data.expires_at).toMatch(/T00:00:00\.000Z$/)
    await service.match()
    expect(await statusOf(trader, order_id)).toBe('queued')
    service.passSeconds(86_400)
    await service.match()
    expect(await statusOf(trader, order_id)).toBe('expired')
    expect((await get(trader, '/portfolio')).data).toMatchObject({ usd_held: '0.00' })
    await expectAllAddsUp(trader)
  })
})

describe('POST /orders with a limit', () => {
  it('201 once for one key, answered as it stands', async () => {
    const trader = await service.newTrader('1000.00')
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => place(trader, limitBuy, 'one-key')),
    )
    expect(new Set(answers.map((answer) => answer.json().order_id)).size).toBe(1)
    expect((await get(trader, '/portfolio')).data.usd_held).toBe('180.00')
  })

  it('409 INSUFFICIENT_BALANCE for a cent too much, and holds nothing', async () => {
    const trader = await service.newTrader('179.99')
    const answer = await place(trader, limitBuy)
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'INSUFFICIENT_BALANCE'])
    expect((await get(trader, '/portfolio')).data.usd_held).toBe('0.00')
  })

  it.each([
    { ...limitBuy, price: undefined },
    { ...limitBuy, quantity: undefined, quote_amount: '10' },
    { ...limitBuy, price: '0' },
    { ...limitBuy, price: '0.0000000000001' },
    { ...limitBuy, time_in_force: 'forever' },
    { ...limitBuy, max_slippage: '1' },
    { ...limitBuy, order_type: 'market_buy' },
    { ...limitBuy, order_type: 'market_buy', price: undefined, time_in_force: 'gtc' },
  ])('422 for %j', async (order) => {
    const trader = await service.newTrader('1000.00')
    expect((await place(trader, order)).statusCode).toBe(422)
  })
})
