import type { ValuePoint } from '@cnop/contracts/portfolio-history'
import { plus, sum, ZERO_CASH } from '@cnop/money/scaled'
import { parseCash, parsePrice, parseQuantity, printCash } from '@cnop/money/text'
import { valueOf } from '@cnop/money/trade'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { pastPriceAt, startOrderService, type OrderService, type Trader } from './order-service.ts'

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

describe('GET /portfolio/history', () => {
  it('200 has a point for the end of every day, and one for now', async () => {
    const trader = await fourDays()
    const values = await points(trader, 'range=1m')
    expect(values.map(({ cash }) => cash)).toEqual([
      '980.00',
      '980.00',
      '1000.00',
      '1000.00',
      '1000.00',
    ])
    expect(values.map(({ paid_in }) => paid_in)).toEqual(values.map(() => '1000.00'))
    const [first] = values
    expect(first?.time).toMatch(/T00:00:00\.000Z$/)
    const price = parsePrice(pastPriceAt(Date.parse(first?.time ?? '')))
    expect(first?.asset_value).toBe(printCash(valueOf(parseQuantity('2'), price)))
    expect(values.at(-1)).toMatchObject({ asset_value: '30.00', value: '1030.00' })
  })

  it('200 computes a day once, and afterwards only the days that have passed since', async () => {
    const trader = await fourDays()
    service.pastPriceCalls()
    const before = await points(trader, 'range=all')
    expect(service.pastPriceCalls()).toEqual([4])
    expect(await points(trader, 'range=1y')).toHaveLength(before.length)
    expect(service.pastPriceCalls()).toEqual([])
    service.passSeconds(DAY_SECONDS)
    at('31.00')
    const after = await points(trader, 'range=all')
    expect(service.pastPriceCalls()).toEqual([1])
    expect(after.slice(0, before.length - 1)).toEqual(before.slice(0, -1))
    expect(after).toHaveLength(before.length + 1)
  })

  it('200 keeps the days of one who only ever asks for hours, so that no look reads them all', async () => {
    const trader = await fourDays()
    service.pastPriceCalls()
    const first = await points(trader, 'range=1d')
    expect(service.pastPriceCalls()).toEqual([4, 25])
    expect((await points(trader, 'range=1d')).slice(0, -1)).toEqual(first.slice(0, -1))
    expect(service.pastPriceCalls()).toEqual([25])
    await points(trader, 'range=all')
    expect(service.pastPriceCalls()).toEqual([])
  })

  it('200 has days without a price in it as they are known, and keeps none of them', async () => {
    const trader = await fourDays()
    await points(trader, 'range=all')
    at('30.00')
    await buy(trader, '1')
    service.passSeconds(2 * DAY_SECONDS)
    at('30.00')
    service.setPastPriced('SOL', false)
    const unpriced = await points(trader, 'range=all')
    expect(unpriced).toHaveLength(7)
    expect(unpriced.map(({ asset_value }) => asset_value === '0.00')).toEqual([
      false,
      false,
      false,
      false,
      true,
      true,
      false,
    ])
    service.setPastPriced('SOL', true)
    const priced = await points(trader, 'range=all')
    expect(priced.map(({ time }) => time).slice(0, -1)).toEqual(
      unpriced.map(({ time }) => time).slice(0, -1),
    )
    expect(priced.every(({ asset_value }) => asset_value !== '0.00')).toBe(true)
    service.pastPriceCalls()
    await points(trader, 'range=all')
    expect(service.pastPriceCalls()).toEqual([])
  })

  it('200 has a point an hour for a day and a week, from when the account began', async () => {
    const trader = await fourDays()
    const week = await points(trader, 'range=1w')
    expect(week).toHaveLength(4 * 24 + 1)
    const day = await points(trader, 'range=1d')
    expect(day).toHaveLength(25 + 1)
    expect(day[0]).toEqual({ ...week.at(-26), growth: null })
    expect(day.slice(1, -1)).toEqual(week.slice(-25, -1))
  })

  it('200 counts a limit order from its fill on, and not what it holds', async () => {
    const trader = await service.newTrader('100.00')
    at('50.00')
    await trade(trader, {
      order_type: 'limit_buy',
      asset_id: 'SOL',
      quantity: '1',
      price: '40.00',
    })
    service.passSeconds(2 * DAY_SECONDS)
    at('30.00')
    await service.match()
    service.passSeconds(DAY_SECONDS)
    at('30.00')
    const values = await points(trader, 'range=1m')
    expect(values.map(({ cash }) => cash)).toEqual(['100.00', '100.00', '70.00', '70.00'])
  })

  it('200 explains a point: cash and what every holding was worth add up to it', async () => {
    const trader = await fourDays()
    const [second] = (await points(trader, 'range=all')).slice(1)
    const day = second?.time
    const explained = await points(trader, `range=all&from=${day}&to=${day}&explain=true`)
    expect(explained).toHaveLength(1)
    const [point] = explained
    expect(point?.assets).toHaveLength(1)
    const worth = sum(
      ZERO_CASH,
      (point?.assets ?? []).map(({ market_value }) => parseCash(market_value)),
    )
    expect(printCash(plus(worth, parseCash(point?.cash ?? '0')))).toBe(point?.value)
  })

  it('200 says whether nothing was there before, so that a gain counts from nothing', async () => {
    const trader = await fourDays()
    expect(await startsAtZero(trader, 'range=1d')).toBe(false)
    expect(await startsAtZero(trader, 'range=1w')).toBe(true)
    expect(await startsAtZero(trader, 'range=1m')).toBe(true)
    expect(await startsAtZero(trader, 'range=all')).toBe(true)
    const [, second] = await points(trader, 'range=all')
    expect(await startsAtZero(trader, `range=all&from=${second?.time}`)).toBe(false)
    service.passSeconds(29 * DAY_SECONDS)
    at('30.00')
    expect(await startsAtZero(trader, 'range=1m')).toBe(false)
    expect(await startsAtZero(trader, 'range=3m')).toBe(true)
    const newcomer = await service.newTrader('5.00')
    expect(await startsAtZero(newcomer, 'range=1d')).toBe(true)
    expect(await startsAtZero(newcomer, 'range=1m')).toBe(true)
  })

  it('200 for an account that has only just begun is what it is worth now', async () => {
    const trader = await service.newTrader('5.00')
    expect(await points(trader, 'range=1m')).toMatchObject([{ value: '5.00', paid_in: '5.00' }])
    expect(await points(trader, 'range=1d')).toMatchObject([{ value: '5.00' }])
  })

  it.each(['range=2w', 'explain=yes', 'from=2026-02-01&to=2026-01-01'])(
    '422 for ?%s',
    async (query) => {
      const trader = await service.newTrader('5.00')
      expect((await get(trader, query)).statusCode).toBe(422)
    },
  )
})
