import { expect, it } from 'vitest'

import { holdingAt } from './holding-now'

const holding = {
  asset_id: 'BTC',
  quantity: '0.01929330',
  held: '0.00000000',
  average_cost: '60000.000000000000',
  cost_basis: '1157.60',
  current_price: '60000.00',
  price_source: 'simulated',
  price_observed_at: '2026-01-15T12:00:00.000Z',
  market_value: '1157.60',
  unrealized_pnl: '0.00',
  realized_pnl: '0.00',
  percentage: '100.00',
} as const

it('a holding is worth its quantity at the price of now, to the nearest cent', () => {
  expect(holdingAt(holding, '64250.50')).toEqual({ value: '1239.60', gain: '82.00' })
  expect(holdingAt(holding, '0.000000000001')).toEqual({ value: '0.00', gain: '-1157.60' })
})
