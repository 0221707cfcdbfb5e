import { createServer } from 'node:http'

import { afterEach, expect, it, vi } from 'vitest'

import { PriceBook } from '#src/domain/price-book'
import { startPriceFeed } from '#src/feed/price-feed'

const silent = { info: () => {}, warn: () => {} }
const endings: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
})

/** Something on a real port that answers for inventory-service, and how it answers from now on. */
const startInventory = async () => {
  const inventory = { status: 200, price: '100.00' }
  const server = createServer((_request, response) => {
    const asset = {
      asset_id: 'BTC',
      price_usd: inventory.price,
      price_source: 'simulated',
      price_updated_at: new Date().toISOString(),
      is_active: true,
    }
    response.writeHead(inventory.status, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ assets: [asset] }))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  endings.push(() => new Promise((closed) => server.close(closed)))
  endings.push(async () => server.closeAllConnections())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { inventory, url: `http://127.0.0.1:${address.port}` }
}

const follow = (inventoryUrl: string, maxAgeSeconds = 60): PriceBook => {
  const prices = new PriceBook({ maxAgeSeconds, now: () => new Date() })
  const feed = startPriceFeed(prices, { inventoryUrl, log: silent })
  endings.push(feed.stop)
  return prices
}

const WAIT = { timeout: 10_000, interval: 20 }

it('follows the prices of inventory-service', async () => {
  const { inventory, url } = await startInventory()
  const prices = follow(url)
  await vi.waitFor(() => expect(prices.current('BTC')?.price).toBe(100n * 10n ** 12n), WAIT)
  inventory.price = '101.00'
  await vi.waitFor(() => expect(prices.current('BTC')?.price).toBe(101n * 10n ** 12n), WAIT)
})

it('keeps the last prices through an outage until they are too old, and recovers by itself', async () => {
  const { inventory, url } = await startInventory()
  const prices = follow(url, 1)
  await vi.waitFor(() => expect(prices.hasCurrent()).toBe(true), WAIT)
  inventory.status = 500
  await vi.waitFor(() => expect(prices.hasCurrent()).toBe(false), WAIT)
  expect(() => prices.tradable('BTC')).toThrow('no current price')
  inventory.status = 200
  await vi.waitFor(() => expect(prices.tradable('BTC').assetId).toBe('BTC'), WAIT)
})
