import type { Order } from '@cnop/contracts/orders'
import { expect, it } from 'vitest'

import { setAsideBy } from './set-aside'

const order = (terms: Partial<Order>): Order => ({
  order_id: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  client_order_id: null,
  order_type: 'limit_buy',
  asset_id: 'BTC',
  quantity: '0.02000000',
  price: '90000.123',
  time_in_force: 'gtc',
  expires_at: null,
  executed_price: null,
  executed_quantity: '0.00000000',
  total_amount: '0.00',
  quote_spread: '0.00',
  status: 'queued',
  reason: null,
  price_source: null,
  price_observed_at: null,
  price_age_seconds: null,
  created_at: '2026-01-31T09:30:00.000Z',
  updated_at: '2026-01-31T09:30:00.000Z',
  completed_at: null,
  ...terms,
})

it('a purchase that waits sets dollars aside, rounded up as its cost would be', () => {
  expect(setAsideBy(order({}))).toBe('$1,800.01')
})

it('a sale that waits sets the asset aside', () => {
  expect(setAsideBy(order({ order_type: 'limit_sell' }))).toBe('0.02 BTC')
})

it('an order that has ended sets nothing aside', () => {
  expect(setAsideBy(order({ status: 'cancelled' }))).toBeUndefined()
})
