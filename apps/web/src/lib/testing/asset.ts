import type { Asset } from '@cnop/contracts/inventory'

/** An asset for tests, of which only what matters to one needs to be said. */
export const assetOf = (told: Partial<Asset> & Pick<Asset, 'asset_id'>): Asset => ({
  name: told.asset_id,
  symbol: told.asset_id,
  description: '',
  category: 'layer-1',
  price_usd: '1.00',
  price_source: 'simulated',
  price_updated_at: '2026-01-15T12:00:00.000Z',
  price_status: 'simulated',
  change_24h: '0.00',
  market_cap: '0.00',
  volume_24h: '0.00',
  high_24h: '1.00',
  low_24h: '1.00',
  sparkline: [],
  is_active: true,
  availability_status: 'available',
  min_order_value: '1.00',
  quantity_increment: '0.00000001',
  price_increment: '0.000000000001',
  last_updated: '2026-01-15T12:00:00.000Z',
  ...told,
})
