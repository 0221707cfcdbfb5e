import type { Asset } from '@cnop/contracts/inventory'
import { expect, it } from 'vitest'

import { assetOf } from '../../lib/testing/asset'
import { bestMatch, inOrderOf, nextOrder, selectAssets } from './select-assets'

const assets = [
  assetOf({ asset_id: 'BTC', name: 'Bitcoin', price_usd: '64250.00', change_24h: '-1.50' }),
  assetOf({
    asset_id: 'PEPE',
    name: 'Pepe',
    price_usd: '0.00000123',
    change_24h: '12.00',
    category: 'meme',
  }),
  assetOf({ asset_id: 'ETH', name: 'Ethereum', price_usd: '9.50', change_24h: '2.00' }),
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

it('an order that is held stays whatever prices do, and what is new comes last', () => {
  expect(ids(inOrderOf(assets, ['ETH', 'GONE', 'BTC']))).toEqual(['ETH', 'BTC', 'PEPE'])
})

it('opens the asset of that symbol, else the first that is shown, and none before a search', () => {
  expect(bestMatch(assets, ' eth')?.asset_id).toBe('ETH')
  expect(bestMatch(assets, 'e')?.asset_id).toBe('BTC')
  expect(bestMatch(assets, '\u{a0}')).toBeUndefined()
  expect(bestMatch([], 'eth')).toBeUndefined()
})
