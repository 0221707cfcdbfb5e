import type { Ledger } from '@cnop/common/ledger/ledger'
import { closeWaiting, fillWaiting, limitOf, readWaiting } from '@cnop/common/ledger/limit-orders'
import { activeSides, ordersEnding, ordersMet, type OpenOrder } from '@cnop/common/ledger/open-book'

import { meetsLimit } from '#src/domain/place-limit-order'
import type { PriceBook } from '#src/domain/price-book'

type Matching = { readonly ledger: Ledger; readonly prices: PriceBook }

/** Orders settled at the same time. */
const CONCURRENCY = 8
/** Days back that are looked through for day orders: as long as the matcher may have been away. */
const DAYS_BACK = 7
const DAY_MS = 86_400_000

/**
 * Fills every waiting order that the prices of this moment meet and ends those whose day is over. Any
 * number of replicas may do so at once: settling is conditional, so each order is settled once. What a
 * crash leaves undone is found again by the next round. Returns how many this round settled.
 */
export const matchOrders = async (matching: Matching): Promise<number> => {
  const ended = await endDayOrders(matching.ledger)
  const sides = await activeSides(matching.ledger)
  const filled = await eachOf(sides, async ({ assetId, side }) => {
    const quote = matching.prices.current(assetId)
    if (quote === undefined || !quote.isActive) return 0
    const met = await ordersMet(matching.ledger, { assetId, side, price: quote.price })
    return await eachOf(met, async (open) => ((await fillOne(matching, open)) ? 1 : 0))
  })
  return ended + filled
}

/** Reads order and price again: either may have moved since the book was read. */
const fillOne = async ({ ledger, prices }: Matching, open: OpenOrder): Promise<boolean> => {
  const order = await readWaiting(ledger, open)
  const quote = order && prices.current(order.asset_id)
  if (order === undefined || quote === undefined) return false
  const side = order.order_type === 'limit_buy' ? 'buy' : 'sell'
  if (!meetsLimit(side, quote.price, limitOf(order))) return false
  const { price, source, observedAt } = quote
  return await fillWaiting(ledger, order, { price, source, observedAt })
}

const endDayOrders = async (ledger: Ledger): Promise<number> => {
  const now = ledger.now()
  const days = Array.from({ length: DAYS_BACK }, (_, back) =>
    new Date(now.getTime() - back * DAY_MS).toISOString().slice(0, 'yyyy-mm-dd'.length),
  )
  const ending = await Promise.all(days.map((day) => ordersEnding(ledger, day)))
  return await eachOf(ending.flat(), async (open) => {
    const order = await readWaiting(ledger, open)
    if (order?.expires_at === undefined || order.expires_at > now.toISOString()) return 0
    return (await closeWaiting(ledger, order, 'expired')) === undefined ? 0 : 1
  })
}

/** Does something for each, several at a time, and adds up what they return. */
const eachOf = async <Item>(
  items: readonly Item[],
  act: (item: Item) => Promise<number>,
): Promise<number> => {
  const queue = [...items]
  let total = 0
  const work = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      // Read after the wait: others add to it meanwhile.
      const settled = await act(item)
      total += settled
    }
  }
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, items.length) }, work))
  return total
}
