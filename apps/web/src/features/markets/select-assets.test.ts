import type { Asset } from '@cnop/contracts/inventory'
import { expect, it } from 'vitest'

import { nextOrder, selectAssets } from './select-assets'

const asset = (asset_id: string, change: Partial<Asset>): Asset => ({
  asset_id,
  name: asset_id,
  symbol: asset_id,
  description: '',
  category: 'layer-1',
  price_usd: '1.00',
  price_source: 'simulated',
  price_updated_at: '',
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
  last_updated: '',
  ...change,
})

const assets = [
  asset('BTC', { name: 'Bitcoin', price_usd: '64250.00', change_24h: '-1.50' }),
  asset('PEPE', { name: 'Pepe', price_usd: '0.00000123', change_24h: '12.00', category: 'meme' }),
  asset('ETH', { name: 'Ethereum', price_usd: '9.50', change_24h: '2.00' }),
]

const ids = (selected: Asset[]) => selected.map(({ asset_id }) => asset_id)
const none: ReadonlySet<string> = new Set()
const byPrice = { column: 'price', direction: 'descending' } as const

it('sorts by the number, not by how it is written', () => {
  expect(
    ids(selectAssets(assets, { search: '', category: 'all', watched: none, order: byPrice })),
  ).toEqual(['BTC', 'ETH', 'PEPE'])
  const order = { column: 'change_24h', direction: 'ascending' } as const
  expect(ids(selectAssets(assets, { search: '', category: 'all', watched: none, order }))).toEqual([
    'BTC',
    'ETH',
    'PEPE',
  ])
})

it('finds by part of the name or symbol in any case, within the category', () => {
  const find = (search: string, category: 'all' | 'meme' = 'all') =>
    ids(selectAssets(assets, { search, category, watched: none, order: byPrice }))
  expect(find(' bit')).toEqual(['BTC'])
  expect(find('eth')).toEqual(['ETH'])
  expect(find('', 'meme')).toEqual(['PEPE'])
  expect(find('btc', 'meme')).toEqual([])
})

it('finds what is on the watchlist', () => {
  const watched = new Set(['ETH', 'GONE'])
  const selection = { search: '', category: 'watched', watched, order: byPrice } as const
  expect(ids(selectAssets(assets, selection))).toEqual(['ETH'])
})

it('turns a column round on the second click and starts figures from the highest', () => {
  expect(nextOrder(byPrice, 'price').direction).toBe('ascending')
  expect(nextOrder(byPrice, 'change_24h').direction).toBe('descending')
  expect(nextOrder(byPrice, 'name').direction).toBe('ascending')
})
