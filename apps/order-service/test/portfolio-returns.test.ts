import { moveCash } from '@cnop/common/ledger/move-cash'
import type { ValuePoint } from '@cnop/contracts/portfolio-history'
import { parseCash } from '@cnop/money/text'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startOrderService, type OrderService, type Trader } from './order-service.ts'

const DAY_SECONDS = 86_400
const HALF_PAST_NOON_SECONDS = 45_000

let service: OrderService

beforeAll(async () => {
  service = await startOrderService()
  // Half an hour past noon, so that no hour or day ends or settles while a test runs.
  const msOfDay = service.ledger.now().getTime() % (DAY_SECONDS * 1_000)
  service.passSeconds(DAY_SECONDS + HALF_PAST_NOON_SECONDS - msOfDay / 1_000)
})
afterAll(async () => await service.app.close())

const get = ({ headers }: Trader, query: string) =>
  service.app.inject({ method: 'GET', url: `/portfolio/history?${query}`, headers })

const points = async (trader: Trader, query: string): Promise<ValuePoint[]> =>
  (await get(trader, query)).json().data.points

const startsAtZero = async (trader: Trader, query: string): Promise<boolean> =>
  (await get(trader, query)).json().data.starts_at_zero

const trade = async ({ headers }: Trader, payload: object) => {
  const answer = await service.app.inject({ method: 'POST', url: '/orders', headers, payload })
  expect(answer.statusCode).toBe(201)
  return answer.json().order_id
}

const buy = (trader: Trader, quantity: string) =>
  trade(trader, { order_type: 'market_buy', asset_id: 'SOL', quantity })

const at = (price: string) => service.setPrice('SOL', price)

/** A trader of four days ago who bought 2 SOL on the first day and sold 1 on the third. */
const fourDays = async (): Promise<Trader> => {
  const trader = await service.newTrader('1000.00')
  at('10.00')
  await buy(trader, '2')
  service.passSeconds(2 * DAY_SECONDS)
  at('20.00')
  await trade(trader, { order_type: 'market_sell', asset_id: 'SOL', quantity: '1' })
  service.passSeconds(2 * DAY_SECONDS)
  at('30.00')
  return trader
}

describe('returns of GET /portfolio/history', () => {
  const returns = async (trader: Trader, query: string) =>
    (await get(trader, query)).json().data.returns

  const move = async ({ username }: Trader, type: 'DEPOSIT' | 'WITHDRAW', dollars: string) =>
    await moveCash(service.ledger, {
      username,
      type,
      amount: parseCash(dollars),
      clientKey: undefined,
    })

  it('200 says 0.00 for who loses a cent and withdraws the rest', async () => {
    const trader = await service.newTrader('10000.00')
    at('10.00')
    await buy(trader, '1')
    service.passSeconds(60)
    at('9.99')
    await trade(trader, { order_type: 'market_sell', asset_id: 'SOL', quantity: '1' })
    service.passSeconds(60)
    await move(trader, 'WITHDRAW', '9999.99')
    const expected = { time_weighted: '0.00', money_weighted: null, basis: 'minute' }
    for (const range of ['1d', '1w', '1m', 'all'])
      expect(await returns(trader, `range=${range}`)).toEqual(expected)
    service.passSeconds(2 * DAY_SECONDS)
    expect(await returns(trader, 'range=1m')).toEqual(expected)
    const [day] = await points(trader, 'range=1m')
    expect(day).toMatchObject({ value: '0.00', paid_in: '0.01', growth: '0.999999' })
  })

  it('200 are the factors of all points multiplied, whatever was paid in between', async () => {
    const trader = await fourDays()
    await move(trader, 'DEPOSIT', '100000.00')
    service.passSeconds(DAY_SECONDS)
    at('60.00')
    await move(trader, 'WITHDRAW', '100900.00')
    for (const range of ['1d', '1w', '1m']) {
      const factor = (await points(trader, `range=${range}`)).reduce(
        (product, { growth }) => product * Number(growth ?? 1),
        1,
      )
      const { time_weighted } = await returns(trader, `range=${range}`)
      expect(Number(time_weighted)).toBeCloseTo((factor - 1) * 100, 1)
    }
  })

  it('200 values the account once at each flow, and keeps that with the day', async () => {
    const trader = await fourDays()
    await move(trader, 'DEPOSIT', '10.00')
    service.passSeconds(2 * DAY_SECONDS)
    service.momentPriceCalls()
    const first = await returns(trader, 'range=1y')
    expect(service.momentPriceCalls()).toEqual([1])
    expect(await returns(trader, 'range=1y')).toEqual(first)
    expect(service.momentPriceCalls()).toEqual([])
  })

  it('200 say how coarse the prices were that the account was valued at', async () => {
    const trader = await fourDays()
    service.setPriceBasis('hour')
    await move(trader, 'DEPOSIT', '10.00')
    service.passSeconds(2 * DAY_SECONDS)
    expect(await returns(trader, 'range=1m')).toMatchObject({ basis: 'hour' })
    service.setPriceBasis('minute')
    expect(await returns(trader, 'range=1m')).toMatchObject({ basis: 'hour' })
    expect(await returns(trader, 'range=1d')).toMatchObject({ basis: 'minute' })
  })

  it('200 are money-weighted too, from four weeks on', async () => {
    const trader = await service.newTrader('1000.00')
    at('10.00')
    await buy(trader, '50')
    service.passSeconds(27 * DAY_SECONDS)
    at('12.00')
    expect(await returns(trader, 'range=all')).toMatchObject({
      time_weighted: '10.00',
      money_weighted: null,
    })
    service.passSeconds(338 * DAY_SECONDS)
    at('12.00')
    expect(await returns(trader, 'range=all')).toEqual({
      time_weighted: '10.00',
      money_weighted: '10.00',
      basis: 'minute',
    })
  })

  it('200 are not known while a price is missing, and count from the first point otherwise', async () => {
    const trader = await fourDays()
    service.setPastPriced('SOL', false)
    expect(await returns(trader, 'range=all')).toMatchObject({ time_weighted: null })
    service.setPastPriced('SOL', true)
    const [first] = await points(trader, 'range=all')
    const one = `range=all&from=${first?.time}&to=${first?.time}`
    expect(await returns(trader, one)).toMatchObject({ money_weighted: null })
    const [, second] = await points(trader, 'range=all')
    const alone = `range=all&from=${second?.time}&to=${second?.time}`
    expect(await returns(trader, alone)).toMatchObject({ time_weighted: null })
  })

  it('200 count hours from what there was at their begin, also when that is midnight', async () => {
    const trader = await fourDays()
    await points(trader, 'range=all')
    service.passSeconds(2 * DAY_SECONDS - HALF_PAST_NOON_SECONDS + 1_800)
    at('30.00')
    expect(await startsAtZero(trader, 'range=1d')).toBe(false)
    service.passSeconds(HALF_PAST_NOON_SECONDS - 1_800)
  })
})
