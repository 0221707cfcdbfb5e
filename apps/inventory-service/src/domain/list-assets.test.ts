import { cash, price, quantity } from '@cnop/money/scaled'
import { describe, expect, it } from 'vitest'

import { listAssets, type AssetListing } from '#src/domain/list-assets'
import type { MarketAsset, MarketSnapshot } from '#src/domain/market'
import { defaultDirection } from '#src/domain/sort-assets'

const OBSERVED = new Date('2026-01-15T12:00:00.000Z')

type Given = {
  name?: string
  marketCap?: bigint
  price?: bigint
  change?: bigint
  halted?: boolean
}

const listed = (symbol: string, given: Given = {}): MarketAsset => ({
  asset: {
    assetId: symbol,
    symbol,
    name: given.name ?? symbol,
    coingeckoId: symbol.toLowerCase(),
    category: symbol === 'DOGE' ? 'meme' : 'layer-1',
    description: 'A coin of a test.',
    tracks: null,
    quantityStep: quantity(1n),
    reference: { price: price(1n), marketCap: cash(1n), volume24h: cash(1n) },
  },
  figures: {
    price: price(given.price ?? 1n),
    source: 'simulated',
    priceUpdatedAt: OBSERVED,
    change24hBasisPoints: given.change ?? 0n,
    high24h: price(1n),
    low24h: price(1n),
    sparkline: [],
    marketCap: cash(given.marketCap ?? 1n),
    volume24h: cash(1n),
  },
  status: 'simulated',
  isActive: given.halted !== true,
})

const snapshotOf = (...assets: MarketAsset[]): MarketSnapshot => ({
  atMs: OBSERVED.getTime(),
  source: 'simulated',
  maxAgeMs: 60_000,
  assets,
  byId: new Map(assets.map((asset) => [asset.asset.assetId, asset])),
})

const coins = snapshotOf(
  listed('DOGE', { name: 'Dogecoin', marketCap: 20n, price: 2n, change: -300n }),
  listed('BTC', { name: 'Bitcoin', marketCap: 90n, price: 90n, change: 150n }),
  listed('BCH', { name: 'Bitcoin Cash', marketCap: 20n, price: 5n, change: 0n, halted: true }),
  listed('ADA', { name: 'cardano', marketCap: 20n, price: 1n, change: 150n }),
)

const listing = (change: Partial<AssetListing> = {}): AssetListing => ({
  search: undefined,
  category: undefined,
  activeOnly: false,
  sort: 'market_cap',
  direction: defaultDirection(change.sort ?? 'market_cap'),
  limit: undefined,
  seen: new Set(),
  ...change,
})

const idsOf = (assets: readonly MarketAsset[]): string[] => assets.map(({ asset }) => asset.assetId)

const list = (change: Partial<AssetListing> = {}, snapshot = coins) =>
  idsOf(listAssets(snapshot, listing(change)).assets)

describe('filtering', () => {
  it.each([
    ['part of a name', 'coin', ['BTC', 'BCH', 'DOGE']],
    ['part of a symbol', 'bc', ['BCH']],
    ['another case', 'BITCOIN', ['BTC', 'BCH']],
    ['nothing there is', 'gold', []],
    ['a sign with a meaning in patterns', '.*', []],
  ])('searches for %s', (_what, search, expected) => {
    expect(list({ search })).toEqual(expected)
  })

  it('takes a category, and only what can be traded', () => {
    expect(list({ category: 'meme' })).toEqual(['DOGE'])
    expect(list({ activeOnly: true })).toEqual(['BTC', 'ADA', 'DOGE'])
    expect(list({ search: 'bitcoin', activeOnly: true, category: 'layer-1' })).toEqual(['BTC'])
  })
})

describe('sorting', () => {
  it('puts high figures first and breaks ties by id', () => {
    expect(list()).toEqual(['BTC', 'ADA', 'BCH', 'DOGE'])
    expect(list({ sort: 'price' })).toEqual(['BTC', 'BCH', 'DOGE', 'ADA'])
    expect(list({ sort: 'change_24h' })).toEqual(['ADA', 'BTC', 'BCH', 'DOGE'])
  })

  it('puts names from A to Z, small letters among the large', () => {
    expect(list({ sort: 'name' })).toEqual(['BTC', 'BCH', 'ADA', 'DOGE'])
    expect(list({ sort: 'symbol' })).toEqual(['ADA', 'BCH', 'BTC', 'DOGE'])
  })

  it('turns round on demand, ties still by id', () => {
    expect(list({ direction: 'asc' })).toEqual(['ADA', 'BCH', 'DOGE', 'BTC'])
    expect(list({ sort: 'name', direction: 'desc' })).toEqual(['DOGE', 'ADA', 'BCH', 'BTC'])
  })
})

describe('paging', () => {
  const pagesOf = (change: Partial<AssetListing>): string[][] => {
    const pages: string[][] = []
    let seen: AssetListing['seen'] | null = new Set()
    do {
      const page = listAssets(coins, listing({ ...change, seen }))
      pages.push(idsOf(page.assets))
      seen = page.next
    } while (seen !== null)
    return pages
  }

  it('has every asset on one page, ties neither twice nor lost', () => {
    expect(pagesOf({ limit: 2 })).toEqual([
      ['BTC', 'ADA'],
      ['BCH', 'DOGE'],
    ])
    expect(pagesOf({ limit: 3, sort: 'name' })).toEqual([['BTC', 'BCH', 'ADA'], ['DOGE']])
    expect(pagesOf({ limit: 1, direction: 'asc' })).toEqual([['ADA'], ['BCH'], ['DOGE'], ['BTC']])
  })

  it('gives everything at once without a limit', () => {
    expect(pagesOf({})).toHaveLength(1)
  })

  it('goes on where it was when figures have moved in between', () => {
    const { next } = listAssets(coins, listing({ limit: 2 }))
    const later = snapshotOf(
      listed('DOGE', { marketCap: 10n }),
      listed('BTC', { marketCap: 95n }),
      listed('BCH', { marketCap: 19n }),
      listed('ADA', { marketCap: 21n }),
    )
    expect(list({ limit: 2, seen: next ?? new Set() }, later)).toEqual(['BCH', 'DOGE'])
  })

  it('has an asset that moved to the top on the next page, and none a second time', () => {
    const { next } = listAssets(coins, listing({ limit: 2 }))
    const later = snapshotOf(
      listed('DOGE', { marketCap: 99n }),
      listed('BTC', { marketCap: 1n }),
      listed('BCH', { marketCap: 19n }),
      listed('ADA', { marketCap: 21n }),
    )
    expect(list({ limit: 2, seen: next ?? new Set() }, later)).toEqual(['DOGE', 'BCH'])
  })

  it('counts all assets, those that match and those that can be traded, whatever the page', () => {
    const page = listAssets(coins, listing({ search: 'bitcoin', limit: 1 }))
    expect(page.totalCount).toBe(4)
    expect(page.filteredCount).toBe(2)
    expect(page.activeCount).toBe(3)
  })
})
