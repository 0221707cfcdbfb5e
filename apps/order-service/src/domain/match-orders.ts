import type { OrderItem } from '@cnop/common/ledger/items'
import type { Ledger } from '@cnop/common/ledger/ledger'
import { activeSides, ordersEnding, ordersMet, type OpenOrder } from '@cnop/common/ledger/open-book'
import { closeWaiting, fillWaiting, limitOf, readWaiting } from '@cnop/common/ledger/settle-waiting'
import { dayOf } from '@cnop/contracts/period'

import { meetsLimit } from '#src/domain/place-limit-order'
import type { PriceBook } from '#src/domain/price-book'

type Matching = {
  readonly ledger: Ledger
  readonly prices: PriceBook
  /** Told of an order or a side that could not be settled; the others go on. */
  readonly onError: (error: unknown) => void
}

/** Orders settled at the same time. */
const CONCURRENCY = 8
/** Days back that are looked through for day orders, in every round and at the same time. */
const DAYS_BACK = 7
/** In the first round of a process: as long as there may have been no matcher at all. */
const FIRST_DAYS_BACK = 400
const DAY_MS = 86_400_000

/**
 * Rounds of `matchOrders`, for as long as a process runs. Until one goes through without an error they look
 * back for day orders that ended while there was no matcher.
 */
export const startMatching = (matching: Matching): (() => Promise<number>) => {
  let daysBack = FIRST_DAYS_BACK
  return async () => {
    let failed = false
    const onError = (error: unknown): void => {
      failed = true
      matching.onError(error)
    }
    const settled = await matchOrders({ ...matching, onError }, daysBack)
    if (!failed) daysBack = DAYS_BACK
    return settled
  }
}

/**
 * Fills every waiting order that the prices of this moment meet and ends those whose day is over. Any
 * number of replicas may do so at once: settling is conditional, so each order is settled once. What a
 * crash leaves undone is found again by the next round. Returns how many this round settled.
 */
export const matchOrders = async (matching: Matching, daysBack = DAYS_BACK): Promise<number> => {
  const ended = await endDayOrders(matching, daysBack)
  const sides = await activeSides(matching.ledger)
  const filled = await eachOf(matching, sides, async ({ assetId, side }) => {
    const quote = matching.prices.current(assetId)
    if (quote === undefined || !quote.isActive) return 0
    const met = await ordersMet(matching.ledger, { assetId, side, price: quote.price })
    return await eachOf(matching, met, async (open) => ((await fillOne(matching, open)) ? 1 : 0))
  })
  return ended + filled
}

/** Reads order and price again: either may have moved, or trading been halted, since the book was read. */
const fillOne = async ({ ledger, prices }: Matching, open: OpenOrder): Promise<boolean> => {
  const order = await readWaiting(ledger, open)
  const quote = order && prices.current(order.asset_id)
  if (order === undefined || quote === undefined) return false
  if (isOver(order, ledger.now()))
    return (await closeWaiting(ledger, order, 'expired')) !== undefined
  const side = order.order_type === 'limit_buy' ? 'buy' : 'sell'
  if (!quote.isActive || !meetsLimit(side, quote.price, limitOf(order))) return false
  const { price, source, observedAt } = quote
  return await fillWaiting(ledger, order, { price, source, observedAt })
}

const endDayOrders = async (matching: Matching, daysBack: number): Promise<number> => {
  const { ledger } = matching
  const now = ledger.now()
  const days = Array.from({ length: daysBack }, (_, back) =>
    dayOf(new Date(now.getTime() - back * DAY_MS).toISOString()),
  )
  const ending: OpenOrder[] = []
  for (let first = 0; first < days.length; first += DAYS_BACK) {
    const some = days.slice(first, first + DAYS_BACK)
    ending.push(...(await Promise.all(some.map((day) => ordersEnding(ledger, day)))).flat())
  }
  return await eachOf(matching, ending, async (open) => {
    const order = await readWaiting(ledger, open)
    if (order === undefined || !isOver(order, now)) return 0
    return (await closeWaiting(ledger, order, 'expired')) === undefined ? 0 : 1
  })
}

const isOver = ({ expires_at }: OrderItem, now: Date): boolean =>
  expires_at !== undefined && expires_at <= now.toISOString()

/** Does something for each, several at a time, and adds up what they return. */
const eachOf = async <Item>(
  { onError }: Matching,
  items: readonly Item[],
  act: (item: Item) => Promise<number>,
): Promise<number> => {
  const queue = [...items]
  let total = 0
  const work = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      // Read after the wait: others add to it meanwhile.
      const settled = await act(item).catch((error: unknown) => {
        onError(error)
        return 0
      })
      total += settled
    }
  }
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, items.length) }, work))
  return total
}
