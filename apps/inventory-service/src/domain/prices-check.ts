import type { Market } from '#src/domain/market'

/** Prices are all this service is for, and old ones do harm: without current ones it is not ready. */
export const pricesCheck = (market: Market) => ({
  essential: true,
  run: async (): Promise<void> => {
    if (!market.isCurrent()) throw new Error('prices are no longer refreshed')
  },
})
