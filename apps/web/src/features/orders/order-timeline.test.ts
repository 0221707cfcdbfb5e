import type { Order } from '@cnop/contracts/orders'
import { expect, it } from 'vitest'

import { timelineOf } from './order-timeline'

const order: Order = {
  order_id: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  client_order_id: null,
  order_type: 'limit_buy',
  asset_id: 'SHIB',
  quantity: '1000000.00000000',
  price: '0.00001121289',
  time_in_force: 'gtc',
  expires_at: null,
  executed_price: '0.000011212777',
  executed_quantity: '1000000.00000000',
  total_amount: '11.22',
  status: 'completed',
  reason: null,
  price_source: 'simulated',
  price_observed_at: null,
  price_age_seconds: null,
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:01.000Z',
  completed_at: '2026-01-01T00:00:01.000Z',
}

it('the limit of an order and the price it filled at are told to the last digit', () => {
  expect(timelineOf(order).map(({ words }) => words)).toEqual([
    'To buy 1,000,000 SHIB at $0.00001121289 or better',
    '1,000,000 SHIB at $0.000011212777, $11.22 in all',
  ])
})
