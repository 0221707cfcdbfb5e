import { PriceSource } from '@cnop/contracts/inventory'
import { Gauge, type Registry } from 'prom-client'

import type { PriceBook } from '#src/domain/price-book'

/** How old the prices are that orders are filled at, and where they come from. */
export const measurePrices = (prices: PriceBook, registry: Registry): void => {
  const registers = [registry]
  const age = new Gauge({
    name: 'price_age_seconds',
    help: 'Age of the youngest and the oldest price held; none while there is no price',
    labelNames: ['of'],
    registers,
    collect: () => {
      age.reset()
      const ages = prices.ages().map(({ ageMs }) => ageMs / 1_000)
      if (ages.length === 0) return
      age.set({ of: 'youngest' }, Math.min(...ages))
      age.set({ of: 'oldest' }, Math.max(...ages))
    },
  })
  const limit = new Gauge({
    name: 'price_age_limit_seconds',
    help: 'Age at which a price of the source in use is refused',
    registers,
    collect: () => {
      limit.set(prices.maxAgeMs / 1_000)
    },
  })
  const held = new Gauge({
    name: 'prices_held',
    help: 'Prices held, by source',
    labelNames: ['source'],
    registers,
    collect: () => {
      const sources = prices.ages().map(({ source }) => source)
      for (const source of PriceSource.options)
        held.set({ source }, sources.filter((each) => each === source).length)
    },
  })
  const silence = new Gauge({
    name: 'price_feed_silence_seconds',
    help: 'Time since anything was heard from inventory-service; none before the first time',
    registers,
    collect: () => {
      const silenceMs = prices.silenceMs()
      if (silenceMs === undefined) silence.remove()
      else silence.set(silenceMs / 1_000)
    },
  })
}
