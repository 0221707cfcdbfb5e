import { PriceSource } from '@cnop/contracts/inventory'
import { Gauge, type Registry } from 'prom-client'

import type { Market } from '#src/domain/market'

/** How old the prices are that are served, and where they come from. */
export const measureMarket = (market: Market, registry: Registry): void => {
  const registers = [registry]
  const age = new Gauge({
    name: 'market_price_age_seconds',
    help: 'Age of the youngest and the oldest price served',
    labelNames: ['of'],
    registers,
    collect: () => {
      const ages = market.snapshot.assets.map(
        ({ figures }) => (Date.now() - figures.priceUpdatedAt.getTime()) / 1_000,
      )
      age.set({ of: 'youngest' }, Math.min(...ages))
      age.set({ of: 'oldest' }, Math.max(...ages))
    },
  })
  const source = new Gauge({
    name: 'market_price_source',
    help: '1 for the source in use',
    labelNames: ['source'],
    registers,
    collect: () => {
      for (const each of PriceSource.options)
        source.set({ source: each }, market.snapshot.source === each ? 1 : 0)
    },
  })
}
