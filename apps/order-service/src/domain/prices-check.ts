import type { PriceBook } from '#src/domain/price-book'

/**
 * Without current prices orders are refused but everything else works, so the service is degraded, not
 * gone: taking it out of service would take portfolios and histories along.
 */
export const pricesCheck = (prices: PriceBook) => ({
  essential: false,
  run: async (): Promise<void> => {
    if (!prices.hasCurrent()) throw new Error('no current prices from inventory-service')
  },
})
