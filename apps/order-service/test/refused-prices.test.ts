import { createServer } from 'node:http'

import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'

import { PriceBook } from '#src/domain/price-book'
import { fetchPrices } from '#src/feed/fetch-prices'
import { pastPricesFrom } from '#src/feed/past-prices'

const now = () => new Date()

/** An inventory-service that refuses, and whose answers do not end by themselves. */
let hasLeft: boolean
const inventory = createServer((_request, response) => {
  response.once('close', () => {
    hasLeft = true
  })
  response.writeHead(503).write('and so on')
})
let url: string

beforeAll(async () => {
  await new Promise<void>((ready) => inventory.listen(0, '127.0.0.1', ready))
  const address = inventory.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  url = `http://127.0.0.1:${address.port}`
})
beforeEach(() => {
  hasLeft = false
})
afterAll(() => {
  inventory.closeAllConnections()
  inventory.close()
})

const HOUR_MS = 3_600_000

it.each<[string, () => Promise<unknown>]>([
  [
    'prices',
    () =>
      fetchPrices(new PriceBook({ maxAgeSeconds: 60, now }), {
        inventoryUrl: url,
        maxAgeSeconds: undefined,
        now,
      }),
  ],
  [
    'past prices',
    () => pastPricesFrom(url)({ assetIds: ['BTC'], interval: '1h', fromMs: 0, toMs: HOUR_MS }),
  ],
])('a refused question for %s leaves its connection', async (_what, ask) => {
  await expect(ask()).rejects.toBeInstanceOf(Error)
  // Sooner than the question's own limit would end it.
  await vi.waitFor(() => expect(hasLeft).toBe(true))
})
