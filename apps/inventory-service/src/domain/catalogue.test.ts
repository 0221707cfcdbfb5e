import { divideNearest } from '@cnop/money/rounding'
import { parseCash } from '@cnop/money/text'
import { describe, expect, it } from 'vitest'

import { parseCatalogue } from '#src/domain/catalogue'

import entries from '../data/assets.json' with { type: 'json' }

const sound = {
  asset_id: 'BTC',
  symbol: 'BTC',
  name: 'Bitcoin',
  coingecko_id: 'bitcoin',
  category: 'layer-1',
  decimals: 8,
  description: 'Digital money on a public ledger.',
  reference_price_usd: '96000.00',
  market_cap_usd: '1915000000000.00',
  volume_24h_usd: '42000000000.00',
}

describe('the catalogue of assets', () => {
  it('the bundled catalogue is complete, well-formed and without duplicates', () => {
    expect(parseCatalogue(entries).length).toBeGreaterThanOrEqual(100)
  })

  it('every market capitalisation implies a supply of coins that can exist', () => {
    for (const { assetId, reference } of parseCatalogue(entries)) {
      const supply = divideNearest(reference.marketCap * 10n ** 10n, reference.price)
      expect(supply, assetId).toBeGreaterThanOrEqual(10_000n)
      expect(supply, assetId).toBeLessThanOrEqual(10n ** 15n)
      expect(reference.marketCap, assetId).toBeGreaterThan(parseCash('50000000'))
    }
  })

  it('what follows the dollar has the dollar as its reference price', () => {
    const pegged = parseCatalogue(entries).filter(({ tracks }) => tracks === 'usd')
    expect(pegged.map(({ assetId }) => assetId)).toEqual(
      expect.arrayContaining(['USDT', 'USDC', 'DAI']),
    )
    for (const { assetId, category, reference } of pegged) {
      expect(category, assetId).toBe('stablecoin')
      expect(reference.price, assetId).toBe(10n ** 12n)
    }
  })

  it('an asset that is there twice is refused', () => {
    expect(() => parseCatalogue([sound, { ...sound, name: 'Bitcoin again' }])).toThrow(
      'coingeckoId bitcoin is there twice',
    )
  })

  it.each([
    ['a price of nothing', { reference_price_usd: '0.00' }, 'must be more than zero'],
    [
      'a price finer than prices can be',
      { reference_price_usd: '0.0000000000001' },
      'must have at most 12 decimal places',
    ],
    ['a price in scientific notation', { reference_price_usd: '1e3' }, 'must be a plain decimal'],
    [
      'a description of two sentences',
      { description: 'Digital money of a kind. Very good.' },
      'must be one sentence',
    ],
    ['a category of its own', { category: 'coins' }, 'Invalid option'],
    ['a field nobody reads', { colour: 'orange' }, 'Unrecognized key'],
  ])('%s is refused', (_what, change, reason) => {
    expect(() => parseCatalogue([{ ...sound, ...change }])).toThrow(reason)
  })
})
