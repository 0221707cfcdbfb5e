import { signedInAs, testTokens } from '@cnop/common/testing/test-tokens'
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

const trade = async ({ headers }: Trader, order_type: string, asset_id: string, quantity: string) =>
  await service.app.inject({
    method: 'POST',
    url: '/orders',
    headers,
    payload: { order_type, asset_id, quantity },
  })

const get = async ({ headers }: Pick<Trader, 'headers'>, url: string) =>
  await service.app.inject({ method: 'GET', url, headers })

describe('GET /portfolio', () => {
  it('200 values cash and holdings at current prices, with costs, profits and shares', async () => {
    const trader = await service.newTrader('1000.00')
    await trade(trader, 'market_buy', 'BTC', '2')
    await trade(trader, 'market_buy', 'ETH', '10')
    await trade(trader, 'market_sell', 'ETH', '10')
    service.setPrice('BTC', '150.00')
    const answer = await get(trader, '/portfolio')
    expect(answer.json()).toMatchObject({
      success: true,
      data: {
        username: trader.username,
        usd_balance: '800.00',
        total_asset_value: '300.00',
        total_portfolio_value: '1100.00',
        unrealized_pnl: '100.00',
        realized_pnl: '0.00',
        asset_count: 1,
        assets: [
          {
            asset_id: 'BTC',
            quantity: '2.00000000',
            average_cost: '100.00',
            current_price: '150.00',
            market_value: '300.00',
            unrealized_pnl: '100.00',
            percentage: '27.27',
          },
        ],
      },
    })
  })

  it('200 is one strongly consistent query', async () => {
    const trader = await service.newTrader('10.00')
    service.databaseCalls()
    await get(trader, '/portfolio')
    expect(service.databaseCalls()).toEqual(['Query'])
  })

  it('200 leaves a holding without a current price out of the totals and names it', async () => {
    const trader = await service.newTrader('100.00')
    await trade(trader, 'market_buy', 'ETH', '1')
    service.setPrice('ETH', '10.00', { observedAt: '2020-01-01T00:00:00.000Z' })
    const { data } = (await get(trader, '/portfolio')).json()
    expect(data).toMatchObject({
      total_asset_value: '0.00',
      total_portfolio_value: '90.00',
      unpriced_assets: ['ETH'],
      assets: [{ asset_id: 'ETH', quantity: '1.00000000', market_value: null }],
    })
  })

  it('200 under one’s own name and, for an admin, any; 403 for anyone else’s, there or not', async () => {
    const trader = await service.newTrader('5.00')
    expect((await get(trader, `/portfolio/${trader.username}`)).statusCode).toBe(200)
    const admin = { headers: signedInAs(testTokens(), 'the_admin', 'admin') }
    expect((await get(admin, `/portfolio/${trader.username}`)).json().data.usd_balance).toBe('5.00')
    const other = await service.newTrader('5.00')
    const theirs = await get(trader, `/portfolio/${other.username}`)
    const nobody = await get(trader, '/portfolio/nobody_here')
    expect([theirs.statusCode, nobody.statusCode]).toEqual([403, 403])
    expect(theirs.json().detail).toBe(nobody.json().detail)
  })
})

describe('GET /assets/...', () => {
  it('200 lists holdings and one of them, under old and new names', async () => {
    const trader = await service.newTrader('100.00')
    await trade(trader, 'market_buy', 'BTC', '0.5')
    const holding = { asset_id: 'BTC', quantity: '0.50000000', held: '0.00000000' }
    for (const url of ['/assets/balances', '/asset-balances'])
      expect((await get(trader, url)).json().data).toMatchObject([holding])
    for (const url of ['/assets/btc/balance', '/balance/asset/BTC'])
      expect((await get(trader, url)).json().data).toMatchObject(holding)
    expect((await get(trader, '/assets/ETH/balance')).statusCode).toBe(404)
  })

  it('200 pages through the trades of one asset alone', async () => {
    const trader = await service.newTrader('1000.00')
    for (let i = 0; i < 3; i += 1) {
      await trade(trader, 'market_buy', 'BTC', '0.1')
      await trade(trader, 'market_buy', 'ETH', '1')
    }
    await trade(trader, 'market_sell', 'BTC', '0.3')
    const first = (await get(trader, '/assets/BTC/transactions?limit=3')).json()
    const rest = (
      await get(trader, `/assets/BTC/transactions?limit=3&cursor=${first.next_cursor}`)
    ).json()
    expect(first.data[0]).toMatchObject({
      transaction_type: 'sell',
      quantity: '0.30000000',
      price: '100.00',
      total_amount: '30.00',
    })
    expect(first.data).toHaveLength(3)
    expect(rest).toMatchObject({ data: [{ transaction_type: 'buy' }], has_more: false })
  })
})
