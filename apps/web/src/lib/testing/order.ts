import type { Order } from '@cnop/contracts/orders'

/** A filled purchase for tests, of which only what matters to one needs to be said. */
export const orderOf = (told: Partial<Order>): Order => ({
  order_id: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  client_order_id: null,
  order_type: 'market_buy',
  asset_id: 'SHIB',
  quantity: '1000000.00000000',
  price: null,
  time_in_force: null,
  expires_at: null,
  executed_price: '0.000011212777',
  executed_quantity: '1000000.00000000',
  total_amount: '11.22',
  quote_spread: '0.00',
  status: 'completed',
  reason: null,
  price_source: 'simulated',
  price_observed_at: null,
  price_age_seconds: null,
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:01.000Z',
  completed_at: '2026-01-01T00:00:01.000Z',
  ...told,
})
