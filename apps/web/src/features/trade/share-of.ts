import { CASH_BOUNDS, QUANTITY_BOUNDS } from '@cnop/contracts/wire'
import { cash, quantity, type Cash, type Quantity } from '@cnop/money/scaled'
import { parseCash, parsePrice, parseQuantity, printCash, printQuantity } from '@cnop/money/text'
import { quantityForBudget, wholeSteps } from '@cnop/money/trade'

import { formatQuantity, formatUsd } from '../../lib/format'
import { readAmount, writeAmount } from '../../lib/read-amount'
import type { Means, Ticket } from './estimate'

type Share = Pick<Ticket, 'unit' | 'amount' | 'capped'>

/**
 * The amount that is `percent` of what there is to trade with, in the unit that holds whatever the price
 * does until the order: dollars to spend, or with a limit what they buy at it, units to sell. All of it at
 * 100, but never more than one order takes.
 */
export const shareOf = (ticket: Ticket, means: Means, percent: bigint): Share => {
  if (ticket.side === 'sell') return units(ticket, means, partOf(means, percent))
  const dollars = cash((means.cashAvailable * percent) / 100n)
  if (ticket.kind === 'market') return spent(dollars)
  const limit = readAmount(ticket.limitPrice, 'price')
  // The share buys nothing countable without a limit.
  if ('error' in limit) return { unit: 'quantity', amount: '' }
  return units(ticket, means, quantityForBudget(dollars, parsePrice(limit.amount), means.step))
}

const partOf = ({ quantityAvailable, step }: Means, percent: bigint): Quantity =>
  percent === 100n
    ? quantityAvailable
    : wholeSteps(quantity((quantityAvailable * percent) / 100n), step)

const MAX_DOLLARS = parseCash(CASH_BOUNDS.max)
const MAX_UNITS = parseQuantity(QUANTITY_BOUNDS.max)

const spent = (dollars: Cash): Share => {
  if (dollars <= MAX_DOLLARS) return { unit: 'usd', amount: writeAmount(printCash(dollars)) }
  return {
    unit: 'usd',
    amount: writeAmount(printCash(MAX_DOLLARS)),
    capped: atMost(formatUsd(CASH_BOUNDS.max)),
  }
}

const units = ({ assetId }: Ticket, { step }: Means, wanted: Quantity): Share => {
  if (wanted <= MAX_UNITS) return { unit: 'quantity', amount: writeAmount(printQuantity(wanted)) }
  return {
    unit: 'quantity',
    amount: writeAmount(printQuantity(wholeSteps(MAX_UNITS, step))),
    capped: atMost(`${formatQuantity(QUANTITY_BOUNDS.max)} ${assetId}`),
  }
}

const atMost = (limit: string): string => `One order can be for at most ${limit}.`
