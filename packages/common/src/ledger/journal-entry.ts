import type { Cash } from '@cnop/money/scaled'

import type { EntryItem, OrderItem } from './items.ts'
import { ENTRY_PREFIX } from './keys.ts'
import { newId } from './new-id.ts'
import { sealed } from './seal.ts'

/**
 * The journal entry of settling an order that waited: proceeds, or what it had held too much. Its key is
 * made of the order's id, so that an order can have one and no more.
 */
export const settlementEntry = (
  order: OrderItem,
  type: 'ORDER_PAYMENT' | 'ORDER_REFUND',
  amount: Cash,
): EntryItem => {
  const id = newId(new Date(order.updated_at))
  return sealed({
    pk: order.pk,
    sk: `${ENTRY_PREFIX}settled-${order.order_id}`,
    at: `${ENTRY_PREFIX}${id}`,
    transaction_id: id,
    type,
    amount,
    order_id: order.order_id,
    created_at: order.updated_at,
  })
}
