import type { Market } from '#src/domain/market'

/** Without current prices this service is not ready: nobody is to trade by old ones. */
export const pricesCheck = (market: Market) => ({
  essential: true,
  run: async (): Promise<string | undefined> =>
    market.isCurrent() ? undefined : 'prices are no longer refreshed',
})
