import type { Market } from '#src/domain/market'

/** Without current prices this service is not ready: nobody is to trade by old ones. */
export const pricesCheck = (market: Market) => ({
  essential: true,
  run: async (): Promise<void> => {
    if (!market.isCurrent()) throw new Error('prices are no longer refreshed')
  },
})
