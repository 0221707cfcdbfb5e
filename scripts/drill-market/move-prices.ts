import entries from '../../apps/inventory-service/src/data/assets.json' with { type: 'json' }

const EVERY_MS = 1_000
/** A tenth of a percent up or down, each second. */
const STEP = 0.001

type MovingPrices = {
  /** Tells all prices anew, to a market that has just been started. */
  readonly setAll: () => void
  readonly stop: () => void
}

/** Prices of every coin that go up and down by chance. */
export const movePrices = (set: (coinId: string, price: number) => void): MovingPrices => {
  const prices = new Map(
    entries.map(({ coingecko_id, reference_price_usd }) => [
      coingecko_id,
      Number(reference_price_usd),
    ]),
  )
  const setAll = (): void => {
    for (const [coinId, price] of prices) set(coinId, price)
  }
  const timer = setInterval(() => {
    for (const [coinId, price] of prices)
      prices.set(coinId, Number((price * (1 + STEP * (2 * Math.random() - 1))).toPrecision(8)))
    setAll()
  }, EVERY_MS)
  return { setAll, stop: () => clearInterval(timer) }
}
