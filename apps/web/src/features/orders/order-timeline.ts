import type { Order } from '@cnop/contracts/orders'

import { exactPrice } from '../../lib/exact-price'
import { formatQuantity, formatUsd } from '../../lib/format'

export type Step = {
  readonly name: string
  readonly words: string
  /** `undefined`: not yet. */
  readonly at: string | undefined
}

/** What has happened to an order and what it waits for, oldest first. */
export const timelineOf = (order: Order): Step[] => {
  const placed = { name: 'Placed', words: placedWords(order), at: order.created_at }
  const end = endOf(order)
  return end === undefined ? [placed] : [placed, end]
}

const placedWords = ({ price, order_type, quantity, asset_id }: Order): string => {
  const verb = order_type.endsWith('buy') ? 'buy' : 'sell'
  const terms = price === null ? 'at the market price' : `at ${exactPrice(price)} or better`
  return `To ${verb} ${formatQuantity(quantity)} ${asset_id} ${terms}`
}

const endOf = (order: Order): Step | undefined => {
  const { status, reason, updated_at, completed_at, expires_at } = order
  if (status === 'pending') return { name: 'Being placed', words: 'In a moment', at: undefined }
  if (status === 'queued')
    return {
      name: 'Waits for its price',
      words: expires_at === null ? 'Until it is cancelled' : 'Until its day is over',
      at: undefined,
    }
  if (status === 'completed')
    return { name: 'Filled', words: filledWords(order), at: completed_at ?? updated_at }
  const name = { cancelled: 'Cancelled', failed: 'Failed', expired: 'Expired' }[status]
  return { name, words: reason ?? 'What it had set aside is free again', at: updated_at }
}

const filledWords = ({
  executed_quantity,
  executed_price,
  total_amount,
  asset_id,
}: Order): string => {
  const price = executed_price === null ? '' : ` at ${exactPrice(executed_price)}`
  return `${formatQuantity(executed_quantity)} ${asset_id}${price}, ${formatUsd(total_amount)} in all`
}
