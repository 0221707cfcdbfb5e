import type { Explanation } from '@cnop/contracts/explain'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { startOrderService, type OrderService, type Trader } from './order-service.ts'

let service: OrderService

beforeAll(async () => {
  service = await startOrderService()
})
afterAll(async () => await service.app.close())
beforeEach(() => {
  service.setPrice('BTC', '100.01')
  service.setPrice('ETH', '0.333333')
})

const get = async ({ headers }: Trader, url: string) =>
  (await service.app.inject({ method: 'GET', url, headers })).json().data

const trade = async ({ headers }: Trader, order_type: string, asset_id: string, quantity: string) =>
  await service.app.inject({
    method: 'POST',
    url: '/orders',
    headers,
    payload: { order_type, asset_id, quantity },
  })

const PLACES = 24

/** A decimal text as a count of 10^-24. */
const units = (amount: string): bigint => {
  const [whole = '0', fraction = ''] = amount.replace('-', '').split('.')
  const count = BigInt(whole + fraction.padEnd(PLACES, '0'))
  return amount.startsWith('-') ? -count : count
}

const addUp = ({ terms }: Explanation): bigint =>
  terms.reduce((sum, { amount }) => sum + units(amount), 0n)

/** Fields of an answer whose explanation does not add up to them. */
const wrong = (data: Record<string, string> & { explanation: Explanation[] }): string[] =>
  data.explanation
    .filter((explanation) => addUp(explanation) !== units(data[explanation.of] ?? 'missing'))
    .map(({ of }) => of)

const busyTrader = async (): Promise<Trader> => {
  const trader = await service.newTrader('1000.00')
  await trade(trader, 'market_buy', 'BTC', '1.23456789')
  await trade(trader, 'market_buy', 'ETH', '77.7')
  service.setPrice('BTC', '123.45')
  await trade(trader, 'market_sell', 'BTC', '0.3333')
  await trade(trader, 'market_sell', 'ETH', '77.7')
  return trader
}

describe('?explain=true', () => {
  it('every figure of a portfolio is the sum of its explanation', async () => {
    const data = await get(await busyTrader(), '/portfolio?explain=true')
    expect(data.explanation.map(({ of }: Explanation) => of)).toEqual([
      'total_portfolio_value',
      'total_asset_value',
      'unrealized_pnl',
      'realized_pnl',
    ])
    expect(wrong(data)).toEqual([])
  })

  it('quantity, cost and profit of a holding are the sums of its trades', async () => {
    const data = await get(await busyTrader(), '/assets/BTC/balance?explain=true')
    expect(data.explanation[0].terms).toHaveLength(1 + 2)
    expect(data.explanation[0].older).toBeNull()
    expect(wrong(data)).toEqual([])
  })

  it('a long history is explained from where the newest trades begin, and says where to read on', async () => {
    const trader = await service.newTrader('100000.00')
    for (let round = 0; round < 4; round += 1)
      await Promise.all(
        Array.from({ length: 30 }, async () => await trade(trader, 'market_buy', 'BTC', '1')),
      )
    const data = await get(trader, '/assets/BTC/balance?explain=true')
    expect(wrong(data)).toEqual([])
    const [quantity] = data.explanation
    expect(quantity.terms[0]).toMatchObject({ name: 'opening', amount: '20.00000000' })
    const older = await get(trader, quantity.older)
    expect(older).toHaveLength(20)
  })

  it('is left out unless it is asked for', async () => {
    const trader = await busyTrader()
    expect(await get(trader, '/portfolio')).not.toHaveProperty('explanation')
    expect(await get(trader, '/assets/BTC/balance')).not.toHaveProperty('explanation')
  })
})
