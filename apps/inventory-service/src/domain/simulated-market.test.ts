import { printPrice } from '@cnop/money/text'
import { describe, expect, it } from 'vitest'

import { parseCatalogue, type CatalogueAsset } from '#src/domain/catalogue'
import { SimulatedMarket } from '#src/domain/simulated-market'

import entries from '../data/assets.json' with { type: 'json' }

const SECOND_MS = 1_000
const DAY_MS = 86_400_000
const START = Date.UTC(2026, 0, 1)

const catalogue = parseCatalogue(entries)
const market = new SimulatedMarket(catalogue, 'test')

describe('the simulated market', () => {
  it('two markets of one seed agree, in whatever order they are asked', () => {
    const other = new SimulatedMarket(catalogue, 'test')
    const late = catalogue.map((asset) => other.figuresOf(asset, START + 3 * DAY_MS))
    expect(catalogue.map((asset) => other.figuresOf(asset, START))).toEqual(
      catalogue.map((asset) => market.figuresOf(asset, START)),
    )
    expect(catalogue.map((asset) => market.figuresOf(asset, START + 3 * DAY_MS))).toEqual(late)
  })

  it('a known seed, asset and moment give a known price on every machine', () => {
    const shown = ['BTC', 'SHIB', 'USDT', 'PAXG'].map((id) =>
      printPrice(market.priceOf(assetOf(id), START)),
    )
    expect(shown).toMatchInlineSnapshot(`
      [
        "96636.33",
        "0.00001263049",
        "0.9992862",
        "4238.151",
      ]
    `)
  })

  it('another seed is another market', () => {
    const other = new SimulatedMarket(catalogue, 'other')
    expect(other.priceOf(assetOf('BTC'), START)).not.toBe(market.priceOf(assetOf('BTC'), START))
  })

  it('prices move nearly every second, and never by a jump', () => {
    for (const id of ['BTC', 'WIF', 'SHIB', 'BTT']) {
      const moves = movesOf(id, SECOND_MS, 3_600)
      expect(moves.filter((move) => move === 0).length, id).toBeLessThan(3_600 * 0.03)
      expect(Math.max(...moves.map(Math.abs)), id).toBeLessThan(0.002)
    }
  })

  it('a day moves a price by what is usual for its kind', () => {
    const daily = (id: string) => deviation(movesOf(id, DAY_MS, 365))
    expect(daily('BTC')).toBeGreaterThan(0.012)
    expect(daily('BTC')).toBeLessThan(0.03)
    expect(daily('SHIB')).toBeGreaterThan(daily('BTC') * 1.5)
    expect(daily('SHIB')).toBeLessThan(0.07)
    expect(daily('PAXG')).toBeLessThan(0.012)
  })

  it('prices follow the market together, and gold follows gold', () => {
    const bitcoin = movesOf('BTC', DAY_MS, 365)
    expect(correlation(bitcoin, movesOf('ETH', DAY_MS, 365))).toBeGreaterThan(0.6)
    expect(correlation(bitcoin, movesOf('SOL', DAY_MS, 365))).toBeGreaterThan(0.4)
    const gold = movesOf('PAXG', DAY_MS, 365)
    expect(correlation(gold, movesOf('XAUT', DAY_MS, 365))).toBeGreaterThan(0.95)
    expect(Math.abs(correlation(gold, bitcoin))).toBeLessThan(0.25)
  })

  it('a price stays between half and twice its reference for years', () => {
    for (const asset of catalogue)
      for (let week = 0; week < 300; week += 1) {
        const price = market.priceOf(asset, START + week * 7 * DAY_MS)
        expect(price * 2n, asset.assetId).toBeGreaterThanOrEqual(asset.reference.price)
        expect(price, asset.assetId).toBeLessThanOrEqual(asset.reference.price * 2n)
      }
  })

  it('what follows the dollar stays within a tenth of a percent of it', () => {
    for (const asset of catalogue.filter(({ tracks }) => tracks === 'usd'))
      for (let hour = 0; hour < 2_000; hour += 1) {
        const offPeg = market.priceOf(asset, START + hour * 3_600_000) - 10n ** 12n
        expect(offPeg < 0n ? -offPeg : offPeg, asset.assetId).toBeLessThanOrEqual(10n ** 9n)
      }
  })

  it('the figures of a day agree with each other', () => {
    for (const asset of catalogue) {
      const figures = market.figuresOf(asset, START + 12_345_678)
      expect(figures.sparkline).toHaveLength(24)
      expect(figures.sparkline.at(-1)).toBe(figures.price)
      for (const point of figures.sparkline) {
        expect(point, asset.assetId).toBeLessThanOrEqual(figures.high24h)
        expect(point, asset.assetId).toBeGreaterThanOrEqual(figures.low24h)
      }
      const yesterday = market.priceOf(asset, START + 12_345_678 - DAY_MS)
      const isUp = figures.price > yesterday
      expect(figures.change24hBasisPoints >= 0n, asset.assetId).toBe(isUp)
    }
  })

  it('capitalisation moves with the price, to the cent', () => {
    const bitcoin = assetOf('BTC')
    const { price, marketCap } = market.figuresOf(bitcoin, START)
    const exact = bitcoin.reference.marketCap * price
    const error = marketCap * bitcoin.reference.price - exact
    expect((error < 0n ? -error : error) * 2n).toBeLessThanOrEqual(bitcoin.reference.price)
  })
})

const assetOf = (id: string): CatalogueAsset => {
  const asset = catalogue.find(({ assetId }) => assetId === id)
  if (asset === undefined) throw new Error(`no asset ${id}`)
  return asset
}

/** Relative moves over `count` steps in a row. */
const movesOf = (id: string, stepMs: number, count: number): number[] => {
  const asset = assetOf(id)
  const prices = Array.from({ length: count + 1 }, (_, index) =>
    Number(market.priceOf(asset, START + index * stepMs)),
  )
  return prices.slice(1).map((price, index) => price / (prices[index] ?? Number.NaN) - 1)
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

const covariance = (a: readonly number[], b: readonly number[]): number =>
  mean(a.map((value, index) => value * (b[index] ?? Number.NaN))) - mean(a) * mean(b)

const deviation = (values: readonly number[]): number => Math.sqrt(covariance(values, values))

const correlation = (a: readonly number[], b: readonly number[]): number =>
  covariance(a, b) / (deviation(a) * deviation(b))
