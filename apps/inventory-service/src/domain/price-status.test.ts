import { expect, it } from 'vitest'

import { maxAgeMs, priceStatus } from '#src/domain/price-status'

const NOW = Date.UTC(2026, 0, 15)
const SECOND_MS = 1_000

it.each([
  ['coingecko', 260, 300, 'live'],
  ['coingecko', 260, 600, 'delayed'],
  ['coingecko', 260, 781, 'stale'],
  ['coingecko', 5, 59, 'live'],
  ['coingecko', 5, 61, 'stale'],
  ['simulated', 1, 0, 'simulated'],
  ['simulated', 1, 61, 'stale'],
] as const)('%s, refreshed every %d s, %d s old: %s', (source, refresh, age, status) => {
  const priceUpdatedAt = new Date(NOW - age * SECOND_MS)
  expect(priceStatus({ source, priceUpdatedAt }, NOW, refresh * SECOND_MS)).toBe(status)
})

it('a price may be three refreshes old, and a minute in any case', () => {
  expect(maxAgeMs(260 * SECOND_MS)).toBe(780 * SECOND_MS)
  expect(maxAgeMs(SECOND_MS)).toBe(60 * SECOND_MS)
})
