import type { PlaceOrderAnswer } from '@cnop/contracts/place-order'

import { exactPrice } from '../../lib/exact-price'
import { formatQuantity, formatUsd } from '../../lib/format'
import { groupNumbers } from '../../lib/group-numbers'

/** What became of an order, in one sentence: `Bought 0.5 BTC for $32,125.00.` */
export const orderWords = ({ data, message }: PlaceOrderAnswer): string => {
  const buys = data.order_type.endsWith('buy')
  const what = `${formatQuantity(data.quantity)} ${data.asset_id}`
  if (data.status === 'completed')
    return `${buys ? 'Bought' : 'Sold'} ${what} for ${formatUsd(data.total_amount)}.`
  if (data.status === 'queued' && data.price !== null)
    return `Waiting to ${buys ? 'buy' : 'sell'} ${what} at ${exactPrice(data.price)} or better.`
  return groupNumbers(message)
}
