import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

import type { PricesEvent, StreamedPrice } from '@cnop/contracts/market-stream'
import { parsePrice, parseQuantity } from '@cnop/money/text'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { PriceBook } from '#src/domain/price-book'
import { pricesCheck } from '#src/domain/prices-check'
import { startPriceFeed } from '#src/feed/price-feed'

const WAIT = { timeout: 10_000, interval: 20 }
const ended: (() => Promise<unknown>)[] = []

let aheadMs: number
let sequence: number
let prices: PriceBook
let warnings: string[]

const now = () => new Date(Date.now() + aheadMs)

beforeEach(() => {
  aheadMs = 0
  sequence = 0
  warnings = []
  prices = new PriceBook({ maxAgeSeconds: 60, now })
})
afterEach(async () => {
  for (const end of ended.splice(0).toReversed()) await end()
})

/** Something on a real port that streams as inventory-service does; the test says what and when. */
const startInventory = async (port = 0) => {
  const readers = new Set<ServerResponse>()
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    readers.add(response)
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('retry: 1000\n\n')
  })
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready))
  const stop = async () => {
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  }
  ended.push(stop)
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const say = (event: string, data: object) => {
    for (const reader of readers)
      reader.write(`event: ${event}\nid: ${sequence}\ndata: ${JSON.stringify(data)}\n\n`)
  }
  return {
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    requests,
    stop,
    listeners: (count: number) =>
      vi.waitFor(() => expect(requests.length).toBeGreaterThanOrEqual(count), WAIT),
    say,
    quote: (event: 'snapshot' | 'price', quoted: object[], more: Partial<PricesEvent> = {}) => {
      sequence += 1
      say(event, { ...moment(), source: 'simulated', max_age_seconds: 60, prices: quoted, ...more })
    },
    beat: () => {
      sequence += 1
      say('heartbeat', moment())
    },
  }
}

const moment = () => ({ sequence, as_of: now().toISOString() })

const priceOf = (asset_id: string, price_usd: string, more: Partial<StreamedPrice> = {}) => ({
  asset_id,
  price_usd,
  change_24h: '0.00',
  price_source: 'simulated',
  price_updated_at: now().toISOString(),
  price_status: 'simulated',
  is_active: true,
  ...more,
})

const follow = (inventoryUrl: string, maxAgeSeconds?: number): void => {
  const log = {
    info: () => {},
    warn: (_details: object, message: string) => void warnings.push(message),
  }
  const feed = startPriceFeed(prices, { inventoryUrl, maxAgeSeconds, log })
  ended.push(feed.stop)
}

const expectPrice = (assetId: string, usd: string) =>
  vi.waitFor(() => expect(prices.current(assetId)?.price).toBe(parsePrice(usd)), WAIT)

describe('prices for orders', () => {
  it('are those of the snapshot, and then of every event', async () => {
    const inventory = await startInventory()
    follow(inventory.url)
    await inventory.listeners(1)
    inventory.quote('snapshot', [priceOf('BTC', '100.00'), priceOf('ETH', '10.00')])
    await expectPrice('BTC', '100.00')
    inventory.quote('price', [priceOf('BTC', '101.00')])
    await expectPrice('BTC', '101.00')
    await expectPrice('ETH', '10.00')
    inventory.quote('price', [priceOf('ETH', '10.00', { is_active: false })])
    await vi.waitFor(() => expect(() => prices.tradable('ETH')).toThrow('halted'), WAIT)
  })

  it('come with the steps an asset is traded in, which later events leave as they are', async () => {
    const inventory = await startInventory()
    follow(inventory.url)
    await inventory.listeners(1)
    inventory.quote('snapshot', [priceOf('NEO', '16.00')], { quantity_increments: { NEO: '1' } })
    await expectPrice('NEO', '16.00')
    inventory.quote('price', [priceOf('NEO', '17.00')])
    await expectPrice('NEO', '17.00')
    expect(prices.stepOf('NEO')).toBe(parseQuantity('1'))
  })

  it('survive a restart of inventory-service, and begin again with all there is', async () => {
    const inventory = await startInventory()
    follow(inventory.url)
    await inventory.listeners(1)
    inventory.quote('snapshot', [priceOf('BTC', '100.00')])
    await expectPrice('BTC', '100.00')
    await inventory.stop()
    expect(prices.tradable('BTC').price).toBe(parsePrice('100.00'))
    const restarted = await startInventory(inventory.port)
    await restarted.listeners(1)
    expect(restarted.requests[0]?.headers).not.toHaveProperty('last-event-id')
    restarted.quote('snapshot', [priceOf('BTC', '102.00')])
    await expectPrice('BTC', '102.00')
    expect(warnings).toContain('no prices from inventory-service')
  })

  it('are none once they are too old, and say so', async () => {
    const inventory = await startInventory()
    follow(inventory.url)
    await inventory.listeners(1)
    inventory.quote('snapshot', [priceOf('BTC', '100.00')])
    await expectPrice('BTC', '100.00')
    await expect(pricesCheck(prices).run()).resolves.toBeUndefined()
    aheadMs = 20_000
    await expect(pricesCheck(prices).run()).resolves.toContain('nothing heard')
    expect(prices.tradable('BTC').price).toBe(parsePrice('100.00'))
    aheadMs = 61_000
    expect(() => prices.tradable('BTC')).toThrow('no current price')
    await expect(pricesCheck(prices).run()).resolves.toContain('no current prices')
  })

  it('are none when they are from the future, as nobody knows how old they are', async () => {
    const inventory = await startInventory()
    follow(inventory.url)
    await inventory.listeners(1)
    inventory.quote('snapshot', [priceOf('BTC', '100.00')])
    await expectPrice('BTC', '100.00')
    aheadMs = -59_000
    expect(prices.tradable('BTC').price).toBe(parsePrice('100.00'))
    aheadMs = -61_000
    expect(() => prices.tradable('BTC')).toThrow('no current price')
    await expect(pricesCheck(prices).run()).resolves.toContain('no current prices')
  })

  it('of the simulated market are as old as the last event, whatever it holds', async () => {
    const inventory = await startInventory()
    follow(inventory.url)
    await inventory.listeners(1)
    inventory.quote('snapshot', [priceOf('USDT', '1.00'), priceOf('BTC', '100.00')])
    await expectPrice('USDT', '1.00')
    aheadMs = 90_000
    inventory.beat()
    await expectPrice('USDT', '1.00')
    inventory.quote('price', [priceOf('BTC', '101.00')])
    await expectPrice('BTC', '101.00')
    expect(prices.current('USDT')?.observedAt).toBe(prices.current('BTC')?.observedAt)
  })

  it('of the real market are as old as the market says, and may be as old as it allows', async () => {
    const inventory = await startInventory()
    follow(inventory.url)
    await inventory.listeners(1)
    const real = { price_source: 'coingecko', price_status: 'live' } as const
    const price_updated_at = new Date(Date.now() - 300_000).toISOString()
    const quoted = [priceOf('BTC', '100.00', { ...real, price_updated_at })]
    inventory.quote('snapshot', quoted, { source: 'coingecko', max_age_seconds: 780 })
    await expectPrice('BTC', '100.00')
    expect(prices.current('BTC')?.observedAt).toBe(price_updated_at)
    aheadMs = 500_000
    inventory.beat()
    expect(prices.current('BTC')).toBeUndefined()
  })

  it('may be no older than the operator allows, whatever their source does', async () => {
    const inventory = await startInventory()
    follow(inventory.url, 5)
    await inventory.listeners(1)
    inventory.quote('snapshot', [priceOf('BTC', '100.00')], { max_age_seconds: 780 })
    await expectPrice('BTC', '100.00')
    aheadMs = 6_000
    expect(prices.current('BTC')).toBeUndefined()
  })

  it.each(['0.00', '0', '-1.00', 'NaN', ''])('are never %j; the others count', async (wrong) => {
    const inventory = await startInventory()
    follow(inventory.url)
    await inventory.listeners(1)
    inventory.quote('snapshot', [priceOf('BTC', '100.00'), priceOf('ETH', '10.00')])
    await expectPrice('BTC', '100.00')
    inventory.quote('price', [priceOf('BTC', wrong), priceOf('ETH', '11.00')])
    await expectPrice('ETH', '11.00')
    await expectPrice('BTC', '100.00')
    expect(warnings).toEqual(['a price of the stream is wrong'])
  })

  it('of nothing are refused by the book itself', () => {
    const asset = {
      assetId: 'BTC',
      price: parsePrice('0'),
      source: 'simulated',
      observedAt: '',
      isActive: true,
      step: parseQuantity('1'),
    } as const
    expect(() => prices.replace([asset])).toThrow('nothing')
  })
})
