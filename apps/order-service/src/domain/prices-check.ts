import type { PriceBook } from '#src/domain/price-book'

/** Something is heard of prices at least every ten seconds. */
const LONGEST_SILENCE_MS = 15_000

/**
 * Without current prices orders are refused but everything else works, so the service is degraded, not
 * gone: taking it out of service would take portfolios and histories along.
 */
export const pricesCheck = (prices: PriceBook) => ({
  essential: false,
  run: async (): Promise<string | undefined> => {
    if (!prices.hasCurrent()) return 'no current prices from inventory-service'
    const silenceMs = prices.silenceMs() ?? 0
    if (silenceMs <= LONGEST_SILENCE_MS) return undefined
    return `nothing heard from inventory-service for ${Math.round(silenceMs / 1_000)} s; orders go on at the last prices`
  },
})
