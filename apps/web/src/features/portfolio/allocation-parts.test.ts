import type { Portfolio, PortfolioAsset } from '@cnop/contracts/portfolio'
import { expect, it } from 'vitest'

import { partsOf } from './allocation-parts'

const holding = (asset_id: string, market_value: string | null): PortfolioAsset => ({
  asset_id,
  quantity: '1',
  held: '0',
  average_cost: '1',
  cost_basis: '1.00',
  current_price: null,
  price_source: null,
  price_observed_at: null,
  market_value,
  unrealized_pnl: null,
  realized_pnl: '0.00',
  percentage: null,
})

const portfolio = (cash: string, total: string, assets: PortfolioAsset[]): Portfolio => ({
  username: 'someone',
  usd_balance: cash,
  usd_held: '0.00',
  total_asset_value: '0.00',
  total_portfolio_value: total,
  unrealized_pnl: '0.00',
  realized_pnl: '0.00',
  asset_count: assets.length,
  unpriced_assets: [],
  assets,
})

it('cash comes first, then holdings from large to small, all after the fifth together', () => {
  const assets = ['1', '2', '3', '4', '5', '6', '7'].map((n) => holding(`A${n}`, `${n}.00`))
  const parts = partsOf(portfolio('72.00', '100.00', assets))
  expect(parts.map(({ name, percent }) => `${name} ${percent}`)).toEqual([
    'Cash 72.00',
    'A7 7.00',
    'A6 6.00',
    'A5 5.00',
    'A4 4.00',
    'A3 3.00',
    'Others 3.00',
  ])
})

it('what is worth nothing or has no price is no part', () => {
  const assets = [holding('BTC', '10.00'), holding('ETH', null)]
  expect(partsOf(portfolio('0.00', '10.00', assets))).toEqual([
    { name: 'BTC', value: '10.00', percent: '100.00' },
  ])
  expect(partsOf(portfolio('0.00', '0.00', []))).toEqual([])
})
