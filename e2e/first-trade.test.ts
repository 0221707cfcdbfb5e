import '@cnop/common/testing/provided-context'
import { PriceSource } from '@cnop/contracts/inventory'
import { Order } from '@cnop/contracts/orders'
import { Portfolio } from '@cnop/contracts/portfolio'
import { parseCash, parsePrice, parseQuantity, printCash } from '@cnop/money/text'
import { costOf, proceedsOf } from '@cnop/money/trade'
import { expect, inject, it } from 'vitest'
import { z } from 'zod'

import { clientOf, newPerson } from './api.ts'

const AssetList = z.object({
  assets: z.array(z.object({ asset_id: z.string(), price_source: PriceSource })),
})

it('a new trader registers, deposits, buys, sells a part, withdraws and leaves, and every cent adds up', async () => {
  const api = clientOf(inject('gatewayUrl'))
  const person = newPerson()

  const registered = await api.post('/auth/register', person)
  expect(registered.status).toBe(201)
  expect((await api.logIn(person.username, person.password)).status).toBe(200)

  const deposit = await api.post('/balance/deposit', { amount: '1000.00' })
  expect(deposit).toMatchObject({ status: 201, body: { success: true, amount: '1000.00' } })

  const { assets } = AssetList.parse((await api.get('/inventory/assets')).body)
  expect(assets.length).toBeGreaterThanOrEqual(100)
  expect(assets.map(({ asset_id }) => asset_id)).toContain('BTC')

  const bought = await api.post('/orders', {
    order_type: 'market_buy',
    asset_id: 'BTC',
    quantity: '0.004',
  })
  expect(bought.status).toBe(201)
  const buy = Order.parse(bought.body['data'])
  expect(buy.total_amount).toBe(
    printCash(costOf(parseQuantity('0.004'), parsePrice(buy.executed_price ?? ''))),
  )

  const sold = await api.post('/orders', {
    order_type: 'market_sell',
    asset_id: 'BTC',
    quantity: 0.001,
  })
  const sale = Order.parse(sold.body['data'])
  expect(sale.total_amount).toBe(
    printCash(proceedsOf(parseQuantity('0.001'), parsePrice(sale.executed_price ?? ''))),
  )

  const cash = parseCash('1000.00') - parseCash(buy.total_amount) + parseCash(sale.total_amount)
  const portfolio = Portfolio.parse((await api.get('/portfolio')).body['data'])
  expect(portfolio.assets).toMatchObject([{ asset_id: 'BTC', quantity: '0.00300000' }])
  expect(parseCash(portfolio.usd_balance)).toBe(cash)

  const tooMuch = await api.post('/balance/withdraw', { amount: '999999.00' })
  expect(tooMuch).toMatchObject({ status: 409, body: { code: 'INSUFFICIENT_BALANCE' } })
  expect((await api.post('/balance/withdraw', { amount: '100.00' })).status).toBe(201)

  const left = cash - parseCash('100.00')
  const balance = await api.get('/balance')
  expect(parseCash(z.string().parse(balance.body['current_balance']))).toBe(left)
  const history = await api.get('/balance/transactions')
  expect(history.body).toMatchObject({
    total_count: 4,
    transactions: [
      { transaction_type: 'WITHDRAW', balance_after: balance.body['current_balance'] },
      { transaction_type: 'ORDER_PAYMENT', order_id: sale.order_id },
      { transaction_type: 'ORDER_PAYMENT', order_id: buy.order_id },
      { transaction_type: 'DEPOSIT', balance_after: '1000.00' },
    ],
  })

  expect((await api.post('/auth/logout')).status).toBe(200)
  expect(await api.get('/balance')).toMatchObject({
    status: 401,
    body: { code: 'UNAUTHENTICATED' },
  })
})

it('an order sent twice with one key is one order, whichever way its answer was lost', async () => {
  const api = clientOf(inject('gatewayUrl'))
  const person = newPerson()
  await api.post('/auth/register', person)
  await api.logIn(person.username, person.password)
  await api.post('/balance/deposit', { amount: '500' })
  const order = { order_type: 'market_buy', asset_id: 'ETH', quote_amount: '200' }
  const key = { 'idempotency-key': 'first-eth' }
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => api.post('/orders', order, key)),
  )
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
  const { body } = await api.get('/orders')
  expect(body['data']).toHaveLength(1)
})

it('the same request id is in the answer and in the error of a service', async () => {
  const api = clientOf(inject('gatewayUrl'))
  const answer = await api.post('/auth/login', {}, { 'x-request-id': 'trace-me-1' })
  expect(answer).toMatchObject({ status: 422, body: { request_id: 'trace-me-1' } })
  expect(answer.body['instance']).toBe('/api/v1/auth/login')
  expect(answer.headers.get('x-request-id')).toBe('trace-me-1')
})
