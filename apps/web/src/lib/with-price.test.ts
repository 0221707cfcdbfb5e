import type { StreamedPrice } from '@cnop/contracts/market-stream'
import { expect, it } from 'vitest'

import { assetOf } from './testing/asset'
import { withPrice } from './with-price'

const asset = assetOf({
  asset_id: 'BTC',
  price_usd: '100.00',
  high_24h: '110.00',
  low_24h: '9.00',
  sparkline: ['90.00', '100.00'],
})

const told = (price_usd: string, more: Partial<StreamedPrice> = {}): StreamedPrice => ({
  asset_id: 'BTC',
  price_usd,
  price_source: 'coingecko',
  price_status: 'live',
  price_updated_at: '2026-01-15T12:00:01.000Z',
  change_24h: '1.00',
  is_active: true,
  ...more,
})

it('takes the price, its source and its age, and moves the end of the curve along', () => {
  expect(withPrice(asset, told('101.00'))).toMatchObject({
    price_usd: '101.00',
    price_source: 'coingecko',
    price_status: 'live',
    change_24h: '1.00',
    sparkline: ['90.00', '101.00'],
    high_24h: '110.00',
    low_24h: '9.00',
    last_updated: '2026-01-15T12:00:01.000Z',
  })
})

it('a price beyond the extremes of the day is the new extreme', () => {
  expect(withPrice(asset, told('120.00')).high_24h).toBe('120.00')
  expect(withPrice(asset, told('8.00')).low_24h).toBe('8.00')
})

it('a halt is seen at once', () => {
  expect(withPrice(asset, told('100.00', { is_active: false })).availability_status).toBe('halted')
})

it('a price older than the one shown changes nothing, unless its source is another', () => {
  const before = { price_updated_at: '2026-01-15T11:59:59.000Z' }
  expect(withPrice(asset, told('1.00', { ...before, price_source: 'simulated' }))).toBe(asset)
  expect(withPrice(asset, told('99.00', before)).price_usd).toBe('99.00')
})
