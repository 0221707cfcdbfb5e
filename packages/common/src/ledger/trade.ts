/**
 * Orders that fill as they are placed: each is one transaction of three items (cash, holding, order),
 * four when it uses a quote. The order item is its own journal entry.
 */
import { AppError } from '@cnop/contracts/errors'
import type { PriceSource } from '@cnop/contracts/inventory'
import {
  ZERO_CASH,
  ZERO_QUANTITY,
  minus,
  plus,
  type Basis,
  type Cash,
  type Price,
} from '@cnop/money/scaled'
import { costOf, costShare, proceedsOf } from '@cnop/money/trade'
import { z } from 'zod'

import { actDeadline, backOff } from '../dynamodb/back-off.ts'
import { LEDGER } from '../dynamodb/tables.ts'
import { attempt, nothingRefused } from './attempt.ts'
import { addToHolding, takeFromHolding } from './holding-writes.ts'
import { readHolding } from './holdings.ts'
import { OrderItem, UsedQuoteItem } from './items.ts'
import { quoteKey } from './keys.ts'
import type { Clock, Ledger } from './ledger.ts'
import { newOrder, placedBefore, type OrderIntent, type Placed } from './new-order.ts'
import { insufficientBalance, insufficientHoldings } from './refusals.ts'
import { cashUpdate, putOnce, type CashChange, type WriteItem } from './writes.ts'

/** A price to fill at, and where it comes from. */
export type FillPrice = {
  readonly price: Price
  readonly source: PriceSource
  /** RFC 3339, UTC. */
  readonly observedAt: string
  /** The nonce of a firm quote to use up: it makes one order, whoever sends it how often. */
  readonly quote?: string | undefined
  /** Of a quote: the market's price when it was made, from which `price` differs by the spread. */
  readonly marketPrice?: Price | undefined
}

/**
 * Buys at once. No read: the database decides whether there is enough money as it writes.
 * @throws {AppError} INSUFFICIENT_BALANCE, BALANCE_NOT_FOUND, IDEMPOTENCY_KEY_REUSED, QUOTE_USED, TRY_AGAIN
 */
export const buy = async (ledger: Ledger, intent: OrderIntent, at: FillPrice): Promise<Placed> => {
  const order = purchase(ledger, intent, at)
  const holding = addToHolding(tableOf(ledger), order)
  const placed = await commit(ledger, order, { at, holding, deadline: actDeadline() })
  if (placed === undefined) throw new Error('a purchase has no condition on the holding')
  return placed
}

/**
 * Sells at once. One read, for the cost that leaves with the quantity; the write is conditioned on the
 * holding being as it was read. When others have changed it in between, it is read again.
 * @throws {AppError} INSUFFICIENT_HOLDINGS, BALANCE_NOT_FOUND, IDEMPOTENCY_KEY_REUSED, QUOTE_USED, TRY_AGAIN
 */
export const sell = async (ledger: Ledger, intent: OrderIntent, at: FillPrice): Promise<Placed> => {
  const { username, assetId, quantity } = intent
  const deadline = actDeadline()
  for (let tried = 0; ; tried += 1) {
    const seen = await readHolding(ledger, username, assetId)
    if (seen === undefined || seen.available < quantity)
      throw insufficientHoldings(assetId, seen?.available ?? ZERO_QUANTITY)
    const costSold = costShare(seen.cost, quantity, plus(seen.available, seen.held))
    const order = sale(ledger, intent, at, costSold)
    const holding = takeFromHolding(tableOf(ledger), order, { seen, from: 'available', costSold })
    const placed = await commit(ledger, order, { at, holding, deadline })
    if (placed !== undefined) return placed
    if (!(await backOff(tried, deadline))) throw tooBusy()
  }
}

export const tooBusy = (): AppError =>
  new AppError('TRY_AGAIN', 'Too many orders for this asset at once. Nothing was moved.', {
    retryAfterSeconds: 1,
  })

const tableOf = ({ database }: Ledger): string => database.tableName(LEDGER.name)

/** The order decides first: if it is there the act has happened, whatever cash and holding say by now. */
const commit = async (
  ledger: Ledger,
  order: OrderItem,
  {
    at,
    holding,
    deadline,
  }: { readonly at: FillPrice; readonly holding: WriteItem; readonly deadline: number },
): Promise<Placed | undefined> => {
  const table = tableOf(ledger)
  const cash: CashChange = { available: changeOf(order), entries: 1 }
  const writes = {
    cash: cashUpdate(table, order.pk, cash, order.created_at),
    holding,
    order: putOnce(table, z.encode(OrderItem, order)),
    quote: at.quote === undefined ? undefined : useQuote(table, order, at.quote),
  }
  const refused = await attempt(ledger, writes, deadline)
  if (nothingRefused(refused)) return { order, replayed: false }
  const earlier = placedBefore(refused.order, order)
  if (earlier !== undefined) return earlier
  if (refused.quote !== undefined)
    throw new AppError('QUOTE_USED', 'This quote has made an order already. Ask for a new one.')
  if (refused.cash !== undefined) throw insufficientBalance(ledger, refused.cash)
  return undefined
}

const changeOf = ({ cash_change = ZERO_CASH }: OrderItem): Cash => cash_change

const DAY_SECONDS = 86_400

/** Kept for a day, long after the quote itself has expired. */
const useQuote = (table: string, order: OrderItem, nonce: string): WriteItem =>
  putOnce(
    table,
    z.encode(UsedQuoteItem, {
      pk: order.pk,
      sk: quoteKey(nonce),
      order_id: order.order_id,
      expires_at: Math.floor(Date.parse(order.created_at) / 1_000) + DAY_SECONDS,
    }),
  )

/** The order of a purchase that fills at once. */
export const purchase = (ledger: Clock, intent: OrderIntent, at: FillPrice): OrderItem => {
  const total = costOf(intent.quantity, at.price)
  return filledOrder(ledger, intent, at, { total, cash_change: minus(ZERO_CASH, total) })
}

/** The order of a sale that fills at once. @param costSold The part of the holding's cost that leaves with it. */
export const sale = (
  ledger: Clock,
  intent: OrderIntent,
  at: FillPrice,
  costSold: Basis,
): OrderItem => {
  const total = proceedsOf(intent.quantity, at.price)
  return filledOrder(ledger, intent, at, { total, cash_change: total, cost_sold: costSold })
}

const filledOrder = (
  ledger: Clock,
  intent: OrderIntent,
  { price, marketPrice, source, observedAt }: FillPrice,
  outcome: Pick<OrderItem, 'total' | 'cash_change'> & Partial<OrderItem>,
): OrderItem =>
  newOrder(ledger, intent, {
    ...outcome,
    status: 'completed',
    executed_price: price,
    market_price: marketPrice,
    executed_quantity: intent.quantity,
    price_source: source,
    price_observed_at: observedAt,
    completed_at: ledger.now().toISOString(),
  })
