import { MIN_ORDER_VALUE } from '@cnop/contracts/order-rules'
import type { TimeInForce } from '@cnop/contracts/orders'
import type { PlaceOrderRequest } from '@cnop/contracts/place-order'
import { minus, plus, type Cash, type Price, type Quantity } from '@cnop/money/scaled'
import {
  parseCash,
  parsePrice,
  parseQuantity,
  printCash,
  printPrice,
  printQuantity,
  printShort,
} from '@cnop/money/text'
import { costOf, proceedsOf, quantityForBudget, quantityForProceeds } from '@cnop/money/trade'

import { formatQuantity, formatUsd } from '../../lib/format'
import { readAmount } from '../../lib/read-amount'

export type Side = 'buy' | 'sell'
export type Kind = 'market' | 'limit'
type Unit = 'usd' | 'quantity'

/** What the person has put into the ticket. */
export type Ticket = {
  readonly assetId: string
  readonly side: Side
  readonly kind: Kind
  readonly unit: Unit
  readonly amount: string
  /** Why a share button filled in less than the share. */
  readonly capped?: string | undefined
  /** For a limit order, which is always for a quantity. */
  readonly limitPrice: string
  /** How long a limit order stays open. */
  readonly until: TimeInForce
}

/** What the person has to trade with, and the price as it stands. */
export type Means = {
  readonly price: Price
  readonly cashAvailable: Cash
  readonly quantityAvailable: Quantity
  /** What quantities of the asset are multiples of. */
  readonly step: Quantity
  /** Nobody can trade in it now, with whatever means. */
  readonly halted: boolean
}

export type Estimate = {
  readonly quantity: Quantity
  /** Dollars to pay or to receive. */
  readonly total: Cash
  readonly cashAfter: Cash
  /** Why the order would be refused; `undefined` if nothing speaks against it. */
  readonly obstacle: string | undefined
}

/** What is wrong with a field, and whether to say so while it is being typed. */
type AmountError = {
  readonly error: string
  readonly early: boolean
  readonly field: 'amount' | 'limitPrice'
}

/** What an order of this ticket would come to, or what is wrong with the amount. */
export const estimate = (ticket: Ticket, means: Means): Estimate | AmountError => {
  const size = readSize(ticket)
  if ('error' in size) return { ...size, field: 'amount' }
  const limit = readAmount(ticket.limitPrice, 'price')
  if (ticket.kind === 'limit' && 'error' in limit) return { ...limit, field: 'limitPrice' }
  const price =
    ticket.kind === 'limit' && 'amount' in limit ? parsePrice(limit.amount) : means.price
  const wanted = quantityOf({ ...ticket, amount: size.amount }, price, means.step)
  const total = ticket.side === 'buy' ? costOf(wanted, price) : proceedsOf(wanted, price)
  const cashAfter =
    ticket.side === 'buy' ? minus(means.cashAvailable, total) : plus(means.cashAvailable, total)
  return {
    quantity: wanted,
    total,
    cashAfter,
    obstacle: obstacleTo(ticket, means, { wanted, total }),
  }
}

/** The amount of a ticket. One minimum holds, whatever the order is sized in. */
export const readSize = ({ assetId, unit, amount }: Ticket): ReturnType<typeof readAmount> =>
  readAmount(amount, unit === 'usd' ? 'cash' : 'quantity', {
    symbol: assetId,
    tooSmall: leastWorth(),
  })

const leastWorth = (): string =>
  `An order must be worth at least ${formatUsd(printCash(MIN_ORDER_VALUE))}.`

/** A mark before what only the moment of the order decides: with a limit or a quantity, less is open. */
export const aboutOf = ({ kind, unit }: Ticket): { quantity: string; total: string } => ({
  quantity: kind === 'market' && unit === 'usd' ? '≈ ' : '',
  total: '≈ ',
})

const quantityOf = ({ side, unit, amount }: Ticket, price: Price, step: Quantity): Quantity => {
  if (unit === 'quantity') return parseQuantity(amount)
  const dollars = parseCash(amount)
  return side === 'buy'
    ? quantityForBudget(dollars, price, step)
    : quantityForProceeds(dollars, price, step)
}

/** What stands in the way of every order for a halted asset. */
export const haltOf = (assetId: string): string => `Trading in ${assetId} is halted.`

const obstacleTo = (
  { assetId, side }: Ticket,
  means: Means,
  { wanted, total }: { wanted: Quantity; total: Cash },
): string | undefined => {
  if (means.halted) return haltOf(assetId)
  if (side === 'buy' && total > means.cashAvailable)
    return `This costs more than the ${formatUsd(printCash(means.cashAvailable))} you have available.`
  if (side === 'sell' && wanted > means.quantityAvailable)
    return `You have ${formatQuantity(printQuantity(means.quantityAvailable))} ${assetId} to sell.`
  if (side === 'sell' && wanted === means.quantityAvailable) return undefined
  const steps = `${assetId} is traded in steps of ${formatQuantity(printShort(means.step))}`
  if (wanted % means.step !== 0n) return `${steps}.`
  if (wanted === 0n) return `${steps}, and one costs more than that.`
  return total < MIN_ORDER_VALUE ? leastWorth() : undefined
}

/** The request that a ticket without errors stands for, its amounts written one way however they were typed. */
export const orderOf = (ticket: Ticket): PlaceOrderRequest => {
  const { assetId, side, kind, unit } = ticket
  const amount = amountOf(ticket.amount, readSize(ticket))
  if (kind === 'limit')
    return {
      order_type: `limit_${side}`,
      asset_id: assetId,
      quantity: printQuantity(parseQuantity(amount)),
      price: printPrice(
        parsePrice(amountOf(ticket.limitPrice, readAmount(ticket.limitPrice, 'price'))),
      ),
      time_in_force: ticket.until,
    }
  return {
    order_type: `market_${side}`,
    asset_id: assetId,
    ...(unit === 'usd'
      ? { quote_amount: printCash(parseCash(amount)) }
      : { quantity: printQuantity(parseQuantity(amount)) }),
  }
}

const amountOf = (typed: string, read: ReturnType<typeof readAmount>): string =>
  'amount' in read ? read.amount : typed
