import type { EntryItem } from '@cnop/common/ledger/items'
import type { Movement } from '@cnop/common/ledger/journal'
import { printCash, printPrice, printQuantity } from '@cnop/money/text'

const NAMES: Record<Movement['type'], string> = {
  DEPOSIT: 'Deposit',
  WITHDRAW: 'Withdrawal',
  ORDER_PAYMENT: 'Order',
  ORDER_REFUND: 'Refund of an order',
  SYSTEM_ADJUSTMENT: 'Adjustment',
}

/** One line for the history: `Bought 0.50000000 BTC at 64250.00`. */
export const describeMovement = ({ type, order }: Movement): string => {
  if (order === undefined) return NAMES[type]
  const verb = order.order_type === 'market_buy' ? 'Bought' : 'Sold'
  return `${verb} ${printQuantity(order.executed_quantity)} ${order.asset_id} at ${printPrice(order.executed_price)}`
}

/** What the answer to a deposit or withdrawal says. */
export const messageOf = ({ type, amount }: EntryItem): string =>
  type === 'DEPOSIT'
    ? `Deposited ${printCash(amount)} USD.`
    : `Withdrew ${printCash(amount).replace('-', '')} USD.`
