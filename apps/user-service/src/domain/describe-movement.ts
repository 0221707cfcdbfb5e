import { isPurchase, type EntryItem } from '@cnop/common/ledger/items'
import type { Movement } from '@cnop/common/ledger/movements'
import { quoteSpread } from '@cnop/common/ledger/quote-spread'
import { printCash, printPrice, printShort } from '@cnop/money/text'

const NAMES: Record<Movement['type'], string> = {
  DEPOSIT: 'Deposit',
  WITHDRAW: 'Withdrawal',
  ORDER_PAYMENT: 'Proceeds of a limit order',
  ORDER_REFUND: 'Returned from a limit order',
  SYSTEM_ADJUSTMENT: 'Adjustment',
}

/** One line for the history: `Bought 0.5 BTC at 64250.00`. */
export const describeMovement = ({ type, order, reason }: Movement): string => {
  if (order === undefined) return reason === undefined ? NAMES[type] : `${NAMES[type]}: ${reason}`
  const what = `${printShort(order.quantity)} ${order.asset_id}`
  if (order.hold !== undefined && order.limit_price !== undefined)
    return `Set aside to buy ${what} at ${printPrice(order.limit_price)}`
  const price = order.executed_price === undefined ? '' : ` at ${printPrice(order.executed_price)}`
  const spread = quoteSpread(order)
  const firm = spread === 0n ? '' : `, of which ${printCash(spread)} USD for the firm quote`
  return `${isPurchase(order) ? 'Bought' : 'Sold'} ${what}${price}${firm}`
}

/** A plain word for a spreadsheet: `ORDER_PAYMENT` alone does not tell a sale from a purchase. */
export const movementKind = ({ type, order }: Movement): string => {
  if (order === undefined) return KINDS[type]
  if (order.hold !== undefined) return 'Reserved for a buy'
  return isPurchase(order) ? 'Buy' : 'Sell'
}

const KINDS: Record<Movement['type'], string> = {
  DEPOSIT: 'Deposit',
  WITHDRAW: 'Withdrawal',
  ORDER_PAYMENT: 'Sell',
  ORDER_REFUND: 'Released',
  SYSTEM_ADJUSTMENT: 'Adjustment',
}

/** What the answer to a deposit or withdrawal says. */
export const messageOf = ({ type, amount }: EntryItem): string =>
  type === 'DEPOSIT'
    ? `Deposited ${printCash(amount)} USD.`
    : `Withdrew ${printCash(amount).replace('-', '')} USD.`
