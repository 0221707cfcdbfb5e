import { auditLedger } from '@cnop/common/ledger/audit/audit-ledger'
import { OrderPreview } from '@cnop/contracts/place-order'
import { parsePrice } from '@cnop/money/text'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { startOrderService, type OrderService, type Trader } from './order-service.ts'

let service: OrderService

beforeAll(async () => {
  service = await startOrderService()
})
afterAll(async () => await service.app.close())
beforeEach(() => service.setPrice('BTC', '100.00'))

const post = ({ headers }: Trader, url: string, payload: object, key?: string) =>
  service.app.inject({
    method: 'POST',
    url,
    headers: key === undefined ? headers : { ...headers, 'idempotency-key': key },
    payload,
  })

const buyOne = { order_type: 'market_buy', asset_id: 'BTC', quantity: '1' }

const preview = async (trader: Trader, order: object = buyOne): Promise<OrderPreview> =>
  OrderPreview.parse((await post(trader, '/orders/preview', order)).json())

const cashOf = async ({ headers }: Trader): Promise<string> =>
  (await service.app.inject({ method: 'GET', url: '/portfolio', headers })).json().data.usd_balance

describe('POST /orders/preview', () => {
  it('200 says what the order would do, where the price comes from, and moves nothing', async () => {
    const trader = await service.newTrader('150.00')
    expect(await preview(trader)).toMatchObject({
      message: 'Buy 1 BTC at 100.05 for 100.05 USD.',
      price: '100.05',
      quote_spread: '0.05',
      price_source: 'simulated',
      total_amount: '100.05',
      balance_after: '49.95',
      errors: [],
      warnings: ['The price is simulated.'],
    })
    expect(await cashOf(trader)).toBe('150.00')
  })

  it('200 names everything that speaks against an order, and then promises nothing', async () => {
    const trader = await service.newTrader('0.50')
    const tooDear = await preview(trader)
    expect(tooDear.errors.map(({ code }) => code)).toEqual(['INSUFFICIENT_BALANCE'])
    expect([tooDear.quote_id, tooDear.expires_at]).toEqual([null, null])
    const nothingToSell = await preview(trader, {
      order_type: 'market_sell',
      asset_id: 'BTC',
      quantity: '0.001',
    })
    expect(nothingToSell.errors.map(({ code }) => code)).toEqual([
      'ORDER_BELOW_MINIMUM',
      'INSUFFICIENT_HOLDINGS',
    ])
  })

  it('200 tells of a limit order whether it would fill, wait or end, and what it would set aside', async () => {
    const trader = await service.newTrader('150.00')
    const limitBuy = { order_type: 'limit_buy', asset_id: 'BTC', quantity: '1' }
    expect(await preview(trader, { ...limitBuy, price: '120.00' })).toMatchObject({
      effect: 'fill',
      price: '100.00',
      balance_after: '50.00',
      errors: [],
      quote_id: null,
    })
    expect(await preview(trader, { ...limitBuy, price: '90.00' })).toMatchObject({
      message: 'Wait to buy 1 BTC at 90.00 or better, with 90.00 USD set aside.',
      effect: 'wait',
      price: '90.00',
      price_source: null,
      balance_after: '60.00',
    })
    expect(
      await preview(trader, { ...limitBuy, price: '90.00', time_in_force: 'ioc' }),
    ).toMatchObject({ effect: 'end', balance_after: '150.00' })
    const tooDear = await preview(trader, { ...limitBuy, quantity: '2', price: '90.00' })
    expect(tooDear.errors.map(({ code }) => code)).toEqual(['INSUFFICIENT_BALANCE'])
  })

  it.each([
    ['limit_buy', '101.00', 'gtc', 'The market has already reached your limit: it fills at once'],
    ['limit_sell', '99.00', 'day', 'The market has already reached your limit: it fills at once'],
    ['limit_buy', '120.00', 'ioc', 'Your limit is 20 % above the price: it fills at once'],
    ['limit_sell', '40.00', 'gtc', 'Your limit is 60 % below the price: it fills at once'],
    ['limit_buy', '1.00', 'gtc', 'Your limit is 99 % below the price: it may never fill.'],
    ['limit_sell', '250.00', 'gtc', 'Your limit is 150 % above the price: it may never fill.'],
  ])('200 warns of a %s at %s (%s)', async (order_type, price, time_in_force, warning) => {
    const trader = await service.newTrader('150.00')
    const order = { order_type, asset_id: 'BTC', quantity: '1', price, time_in_force }
    expect((await preview(trader, order)).warnings[0]).toMatch(warning)
  })

  it.each([
    ['limit_buy', '90.00', 'gtc', []],
    ['limit_sell', '110.00', 'gtc', []],
    ['limit_buy', '100.00', 'ioc', ['The price is simulated.']],
    ['limit_buy', '1.00', 'ioc', []],
  ])('200 has no word on a usual %s at %s (%s)', async (order_type, price, time_in_force, said) => {
    const trader = await service.newTrader('150.00')
    const order = { order_type, asset_id: 'BTC', quantity: '1', price, time_in_force }
    expect((await preview(trader, order)).warnings).toEqual(said)
  })

  it('200 says when the price is further away than the order allows', async () => {
    const trader = await service.newTrader('150.00')
    const { errors, quote_id } = await preview(trader, {
      ...buyOne,
      max_slippage: '1',
      expected_price: '98.00',
    })
    expect(errors.map(({ code }) => code)).toEqual(['SLIPPAGE_EXCEEDED'])
    expect(quote_id).toBeNull()
  })

  it('404 and 422 as for an order', async () => {
    const trader = await service.newTrader('1.00')
    expect((await post(trader, '/orders/preview', { ...buyOne, asset_id: 'NO' })).statusCode).toBe(
      404,
    )
    expect((await post(trader, '/orders/preview', { ...buyOne, quantity: 0 })).statusCode).toBe(422)
  })
})

describe('an order with a quote', () => {
  it.each(['100.00', '100.05', '60.00'])(
    'fills at exactly the quoted price while the market is at %s, and says what the quote cost',
    async (price) => {
      const trader = await service.newTrader('150.00')
      const { quote_id } = await preview(trader)
      service.setPrice('BTC', price)
      const answer = await post(trader, '/orders', { ...buyOne, quote_id })
      expect(answer.json().data).toMatchObject({
        executed_price: '100.05',
        total_amount: '100.05',
        quote_spread: '0.05',
      })
      expect((await auditLedger(service.ledger, { username: trader.username })).findings).toEqual(
        [],
      )
    },
  )

  it('never fills better than the market of its moment, whatever the market does', async () => {
    const trader = await service.newTrader('1000000.00')
    await post(trader, '/orders', { ...buyOne, quantity: '1000' })
    const cents = fc.integer({ min: 9_000, max: 11_000 }).map((count) => (count / 100).toFixed(2))
    await fc.assert(
      fc.asyncProperty(
        cents,
        cents,
        fc.constantFrom('market_buy', 'market_sell'),
        async (before, after, order_type) => {
          const order = { order_type, asset_id: 'BTC', quantity: '1' }
          service.setPrice('BTC', before)
          const { quote_id, price } = await preview(trader, order)
          service.setPrice('BTC', after)
          const answer = (await post(trader, '/orders', { ...order, quote_id })).json()
          const [quoted, market] = [parsePrice(price), parsePrice(after)]
          const isBetter = order_type === 'market_buy' ? quoted < market : quoted > market
          const outcome = isBetter ? answer.code : answer.data.executed_price
          expect(outcome).toBe(isBetter ? 'QUOTE_EXPIRED' : price)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('fills once however often it is sent at the same time', async () => {
    const trader = await service.newTrader('10000.00')
    const { quote_id } = await preview(trader)
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => post(trader, '/orders', { ...buyOne, quote_id })),
    )
    expect(answers.filter(({ statusCode }) => statusCode === 201)).toHaveLength(1)
    const refused = answers.filter(({ statusCode }) => statusCode !== 201)
    expect(new Set(refused.map((answer) => answer.json().code))).toEqual(new Set(['QUOTE_USED']))
    expect(await cashOf(trader)).toBe('9899.95')
  })

  it('is one database request of four items', async () => {
    const trader = await service.newTrader('150.00')
    const { quote_id } = await preview(trader)
    service.databaseCalls()
    await post(trader, '/orders', { ...buyOne, quote_id })
    expect(service.databaseCalls()).toEqual(['TransactWriteItems'])
  })

  it('with a key gives the same answer again, also when the quote has expired since', async () => {
    const trader = await service.newTrader('150.00')
    const { quote_id } = await preview(trader)
    const order = { ...buyOne, quote_id }
    const first = await post(trader, '/orders', order, 'k')
    service.passSeconds(60)
    const again = await post(trader, '/orders', order, 'k')
    expect([again.statusCode, again.body]).toEqual([201, first.body])
    expect(again.headers['idempotent-replayed']).toBe('true')
  })

  it('is refused when the quote has expired, and moves nothing', async () => {
    const trader = await service.newTrader('150.00')
    const { quote_id } = await preview(trader)
    service.passSeconds(11)
    const answer = await post(trader, '/orders', { ...buyOne, quote_id })
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'QUOTE_EXPIRED'])
    expect(await cashOf(trader)).toBe('150.00')
  })

  it('is refused for another order, another person or a changed quote', async () => {
    const [trader, other] = [await service.newTrader('500.00'), await service.newTrader('500.00')]
    const { quote_id } = await preview(trader)
    const id = quote_id ?? ''
    const [payload = '', signature = ''] = id.split('.')
    const fields: unknown[] = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const cheaper = Buffer.from(JSON.stringify(fields.with(4, '1.00'))).toString('base64url')
    for (const answer of [
      await post(trader, '/orders', { ...buyOne, quantity: '2', quote_id: id }),
      await post(trader, '/orders', { ...buyOne, order_type: 'market_sell', quote_id: id }),
      await post(other, '/orders', { ...buyOne, quote_id: id }),
      await post(trader, '/orders', { ...buyOne, quote_id: `${cheaper}.${signature}` }),
      await post(trader, '/orders', { ...buyOne, quote_id: 'nonsense' }),
    ])
      expect([answer.statusCode, answer.json().code]).toEqual([422, 'QUOTE_INVALID'])
  })
})

describe('an order with max_slippage', () => {
  it('fills within it and is refused beyond it', async () => {
    const trader = await service.newTrader('500.00')
    const order = { ...buyOne, max_slippage: '0.50', expected_price: '100' }
    service.setPrice('BTC', '100.50')
    expect((await post(trader, '/orders', order)).statusCode).toBe(201)
    service.setPrice('BTC', '100.51')
    const refused = await post(trader, '/orders', order)
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'SLIPPAGE_EXCEEDED'])
    expect(await cashOf(trader)).toBe('399.50')
  })
})
