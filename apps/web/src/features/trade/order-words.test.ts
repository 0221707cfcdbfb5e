import type { Order } from '@cnop/contracts/orders'
import type { OrderPreview } from '@cnop/contracts/place-order'
import { expect, it } from 'vitest'

import { orderOf } from '../../lib/testing/order'
import { orderWords } from './order-words'
import { errorWords } from './preview-errors'

const order = orderOf({
  quantity: '99999999999.12345678',
  executed_price: '0.00001121289',
  executed_quantity: '99999999999.12345678',
  total_amount: '1121289.00',
})

const wordsOf = (change: Partial<Order>, message = ''): string =>
  orderWords({
    success: true,
    message,
    order_id: order.order_id,
    data: { ...order, ...change },
  })

it('what became of an order is told with amounts as they are written on the page', () => {
  expect(wordsOf({})).toBe('Bought 99,999,999,999.12345678 SHIB for $1,121,289.00.')
  expect(wordsOf({ order_type: 'limit_sell', status: 'queued', price: '90000.123' })).toBe(
    'Waiting to sell 99,999,999,999.12345678 SHIB at $90,000.123 or better.',
  )
  expect(wordsOf({ status: 'expired' }, 'The order to buy 5000 SHIB is expired.')).toBe(
    'The order to buy 5,000 SHIB is expired.',
  )
})

it('what speaks against an order is told from the figures of its preview', () => {
  const preview: OrderPreview = {
    success: true,
    message: '',
    order_type: 'market_buy',
    asset_id: 'SHIB',
    effect: 'fill',
    quantity: '1.00000000',
    price: '12345.00',
    price_source: 'simulated',
    price_observed_at: null,
    quote_spread: '0.00',
    total_amount: '12345.00',
    balance_after: '-2345.00',
    errors: [],
    warnings: [],
    quote_id: null,
    expires_at: null,
  }
  expect(errorWords({ code: 'INSUFFICIENT_BALANCE', message: 'raw' }, preview)).toBe(
    'This costs $12,345.00 and you have $10,000.00 available.',
  )
  expect(
    errorWords({ code: 'INSUFFICIENT_HOLDINGS', message: 'You have 1234.5 SHIB.' }, preview),
  ).toBe('You have 1,234.5 SHIB.')
})
