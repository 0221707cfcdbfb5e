import type { ServerEvent } from '@cnop/common/http/read-events'
import { HeartbeatEvent, PricesEvent, StreamedPrice } from '@cnop/contracts/market-stream'
import { quantity, type Quantity } from '@cnop/money/scaled'
import { parsePrice, parseQuantity } from '@cnop/money/text'
import { z } from 'zod'

import type { QuotedAsset } from '#src/domain/price-book'

/** Prices are looked at one by one: a wrong one must not keep the others from us. */
const Prices = PricesEvent.extend({ prices: z.array(z.unknown()) })

const BEFORE_ANY_EVENT_SECONDS = 60

/** Of an asset that a replica lists which does not tell steps yet, while a new version is rolled out. */
const FINEST_STEP = quantity(1n)

const stepsIn = (increments: Readonly<Record<string, string>>): ReadonlyMap<string, Quantity> =>
  new Map(Object.entries(increments).map(([assetId, step]) => [assetId, parseQuantity(step)]))

type StreamLog = { warn(details: object, message: string): void }

/** What the events of the stream add up to. */
export class StreamedPrices {
  readonly #log: StreamLog
  readonly #prices = new Map<string, StreamedPrice>()
  #steps: ReadonlyMap<string, Quantity> = new Map()
  #asOf = ''
  #maxAgeSeconds = BEFORE_ANY_EVENT_SECONDS

  constructor(log: StreamLog) {
    this.#log = log
  }

  /** How old a price of the source in use may be. */
  get maxAgeSeconds(): number {
    return this.#maxAgeSeconds
  }

  /** @throws {z.ZodError} for what is no event of the stream. */
  take({ event, data }: ServerEvent): void {
    if (event === 'heartbeat') this.#asOf = HeartbeatEvent.parse(data).as_of
    else this.#takePrices(event, Prices.parse(data))
  }

  /** Every price there is. A simulated one that did not change was the same at the last event. */
  quotes(): readonly QuotedAsset[] {
    return [...this.#prices.values()].map((price) => ({
      assetId: price.asset_id,
      price: parsePrice(price.price_usd),
      source: price.price_source,
      observedAt: price.price_source === 'simulated' ? this.#asOf : price.price_updated_at,
      isActive: price.is_active,
      step: this.#steps.get(price.asset_id) ?? FINEST_STEP,
    }))
  }

  #takePrices(event: string, data: z.infer<typeof Prices>): void {
    const { as_of, max_age_seconds, prices, quantity_increments } = data
    if (event === 'snapshot') this.#prices.clear()
    if (quantity_increments !== undefined) this.#steps = stepsIn(quantity_increments)
    this.#asOf = as_of
    this.#maxAgeSeconds = max_age_seconds
    for (const given of prices) {
      const { data: price, error } = StreamedPrice.safeParse(given)
      if (price === undefined) this.#log.warn({ err: error }, 'a price of the stream is wrong')
      else this.#prices.set(price.asset_id, price)
    }
  }
}
