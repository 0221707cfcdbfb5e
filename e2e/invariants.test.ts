import { randomUUID } from 'node:crypto'

import '@cnop/common/testing/provided-context'
import { Transaction } from '@cnop/contracts/balance'
import { Order } from '@cnop/contracts/orders'
import { AssetBalance, AssetTrade } from '@cnop/contracts/portfolio'
import { ZERO_CASH, ZERO_QUANTITY, minus, plus, sum } from '@cnop/money/scaled'
import { parseCash, parsePrice, parseQuantity } from '@cnop/money/text'
import { costOf, proceedsOf } from '@cnop/money/trade'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { z } from 'zod'

import { clientOf, newPerson, type Answer } from './api.ts'

/**
 * What must hold whatever happens, looked at from outside while one trader sends orders and movements from
 * many places at once, some of them twice.
 */
type Api = ReturnType<typeof clientOf>

const ACTS = 120
const AT_ONCE = 12

const acts = [
  'market_buy',
  'market_sell',
  'deposit',
  'market_buy',
  'withdraw',
  'market_sell',
] as const

const perform = async (api: Api, index: number): Promise<Answer[]> => {
  const kind = acts[index % acts.length] ?? 'deposit'
  const key = { 'idempotency-key': randomUUID() }
  const isOrder = kind === 'market_buy' || kind === 'market_sell'
  const body = isOrder
    ? { order_type: kind, asset_id: 'ETH', quantity: `0.00${(index % 9) + 1}` }
    : { amount: `${(index % 5) + 1}.0${index % 10}` }
  const send = () => api.post(isOrder ? '/orders' : `/balance/${kind}`, body, key)
  return await Promise.all(index % 3 === 0 ? [send(), send()] : [send()])
}

const pagesOf = async <Row>(api: Api, path: string, field: string, row: z.ZodType<Row>) => {
  const Page = z.object({ [field]: z.array(row), next_cursor: z.string().nullable() })
  const rows: Row[] = []
  let cursor = ''
  do {
    const { body } = await api.get(`${path}?limit=7${cursor}`)
    const page = Page.parse(body)
    rows.push(...z.array(row).parse(page[field]))
    cursor = typeof page.next_cursor === 'string' ? `&cursor=${page.next_cursor}` : ''
  } while (cursor !== '')
  return rows
}

let api: Api
let answers: Answer[][]
const balancesSeen: string[] = []
/** The list as it was read, page by page, while orders were added, and the orders that were acknowledged before. */
let midway: Order[] = []
let acknowledgedBefore: string[] = []

const acknowledgedOrders = () =>
  answers.flat().flatMap(({ body }) => z.string().optional().parse(body['order_id']) ?? [])

const ordersOf = () => pagesOf(api, '/orders', 'data', Order)
const movementsOf = () => pagesOf(api, '/balance/transactions', 'transactions', Transaction)
const tradesOf = () => pagesOf(api, '/assets/ETH/transactions', 'data', AssetTrade)

beforeAll(async () => {
  api = clientOf(inject('gatewayUrl'))
  const person = newPerson()
  await api.post('/auth/register', person)
  await api.logIn(person.username, person.password)
  await api.post('/balance/deposit', { amount: '60.00' })
  const queue = Array.from({ length: ACTS }, (_, index) => index)
  answers = []
  const work = async (): Promise<void> => {
    for (let index = queue.shift(); index !== undefined; index = queue.shift())
      answers.push(await perform(api, index))
  }
  const watch = async (): Promise<void> => {
    while (queue.length > 0) {
      const { body } = await api.get('/balance')
      balancesSeen.push(String(body['available']), String(body['held']))
      if (midway.length > 0 || queue.length >= ACTS / 2) continue
      acknowledgedBefore = acknowledgedOrders()
      midway = await ordersOf()
    }
  }
  await Promise.all([...Array.from({ length: AT_ONCE }, work), watch()])
})

describe('after many acts at once', () => {
  it('the cash is the sum of the movements, at every one of them', async () => {
    const movements = (await movementsOf()).toReversed()
    let running = ZERO_CASH
    for (const { amount, balance_after } of movements) {
      running = plus(running, parseCash(amount))
      expect(parseCash(balance_after)).toBe(running)
    }
    expect(parseCash(String((await api.get('/balance')).body['available']))).toBe(running)
  })

  it('the holding is the sum of the trades', async () => {
    const trades = await tradesOf()
    const held = trades.reduce((total, { transaction_type, quantity }) => {
      const amount = parseQuantity(quantity)
      return transaction_type === 'buy' ? plus(total, amount) : minus(total, amount)
    }, ZERO_QUANTITY)
    const { body } = await api.get('/assets/ETH/balance')
    expect(parseQuantity(AssetBalance.parse(body['data']).quantity)).toBe(held)
  })

  it('no balance was below zero at any moment', () => {
    expect(balancesSeen.length).toBeGreaterThan(0)
    expect(balancesSeen.filter((amount) => amount.startsWith('-'))).toEqual([])
  })

  it('every order has one movement of cash and one of the asset, by the rule of rounding', async () => {
    const [orders, movements, trades] = [await ordersOf(), await movementsOf(), await tradesOf()]
    for (const order of orders) {
      const [quantity, price] = [
        parseQuantity(order.quantity),
        parsePrice(order.executed_price ?? '0'),
      ]
      const buys = order.order_type === 'market_buy'
      const total = buys ? costOf(quantity, price) : proceedsOf(quantity, price)
      const cash = movements.filter(({ order_id }) => order_id === order.order_id)
      expect(cash.map(({ amount }) => parseCash(amount))).toEqual([
        buys ? minus(ZERO_CASH, total) : total,
      ])
      const asset = trades.filter(({ order_id }) => order_id === order.order_id)
      expect(asset.map((trade) => [trade.transaction_type, trade.quantity])).toEqual([
        [buys ? 'buy' : 'sell', order.quantity],
      ])
    }
  })

  it('every order that was acknowledged is there, and no other', async () => {
    const listed = (await ordersOf()).map(({ order_id }) => order_id)
    expect(new Set(listed)).toEqual(new Set(acknowledgedOrders()))
    expect(listed).toHaveLength(new Set(listed).size)
  })

  it('a key that was sent twice had one effect and one answer', () => {
    const pairs = answers.filter((each) => each.length === 2)
    expect(pairs.length).toBeGreaterThan(0)
    // A sale may find something to sell only when it is sent the second time.
    const done = pairs.filter((each) => each.every(({ status }) => status === 201))
    expect(done.length).toBeGreaterThan(0)
    expect(done.map(([first]) => first?.body)).toEqual(done.map(([, second]) => second?.body))
  })

  it('what was deposited less what was withdrawn is what is there and what went into trades', async () => {
    const movements = await movementsOf()
    const of = (isTrade: boolean) =>
      sum(
        ZERO_CASH,
        movements
          .filter(({ transaction_type: type }) => (type === 'ORDER_PAYMENT') === isTrade)
          .map(({ amount }) => parseCash(amount)),
      )
    const available = parseCash(String((await api.get('/balance')).body['available']))
    expect(plus(of(false), of(true))).toBe(available)
  })

  it('pages read while orders were added hold each once, miss none that was there, and never change', async () => {
    expect(midway.length).toBeGreaterThan(0)
    const read = midway.map(({ order_id }) => order_id)
    expect(new Set(read).size).toBe(read.length)
    const later = new Map((await ordersOf()).map((order) => [order.order_id, order]))
    for (const order of midway) expect(later.get(order.order_id)).toEqual(order)
    // One still on its way when the pages were read may have an earlier id than one already there.
    expect(acknowledgedBefore.length).toBeGreaterThan(0)
    expect(acknowledgedBefore.filter((id) => !read.includes(id))).toEqual([])
  })
})
