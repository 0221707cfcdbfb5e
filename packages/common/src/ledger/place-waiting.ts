/** Orders that do not fill as they are placed: those that wait for their price, and those that must not. */
import { minus, ZERO_CASH, ZERO_QUANTITY } from '@cnop/money/scaled'
import { costOf } from '@cnop/money/trade'
import { z } from 'zod'

import { LEDGER } from '../dynamodb/tables.ts'
import { attempt, nothingRefused } from './attempt.ts'
import { holdQuantity } from './holding-writes.ts'
import { HoldingItem, OrderItem } from './items.ts'
import type { Ledger } from './ledger.ts'
import {
  newOrder,
  placedBefore,
  type LimitTerms,
  type OrderIntent,
  type Placed,
} from './new-order.ts'
import { activateSide, enterBook } from './open-book.ts'
import { insufficientBalance, insufficientHoldings } from './refusals.ts'
import { tooBusy } from './trade.ts'
import { cashUpdate, putOnce, type CashChange } from './writes.ts'

const tableOf = ({ database }: Ledger): string => database.tableName(LEDGER.name)

/**
 * Places an order that waits: a purchase holds its cost at the limit, a sale its quantity.
 * @throws {AppError} INSUFFICIENT_BALANCE, INSUFFICIENT_HOLDINGS, IDEMPOTENCY_KEY_REUSED, TRY_AGAIN
 */
export const placeWaiting = async (
  ledger: Ledger,
  intent: OrderIntent,
  limit: LimitTerms,
): Promise<Placed> => {
  const table = tableOf(ledger)
  const buys = intent.side === 'buy'
  const hold = costOf(intent.quantity, limit.price)
  const order = newOrder(
    ledger,
    { ...intent, limit },
    {
      status: 'queued',
      ...(buys ? { hold, cash_change: minus(ZERO_CASH, hold) } : {}),
    },
  )
  await activateSide(ledger, intent.assetId, intent.side)
  const taking: CashChange = { available: minus(ZERO_CASH, hold), held: hold, entries: 1 }
  const refused = await attempt(ledger, {
    cash: buys ? cashUpdate(table, order.pk, taking, order.created_at) : undefined,
    holding: buys ? undefined : holdQuantity(table, order),
    order: putOnce(table, z.encode(OrderItem, order)),
    ...enterBook(ledger, order, limit.price),
  })
  if (nothingRefused(refused)) return { order, replayed: false }
  const earlier = placedBefore(refused.order, order)
  if (earlier !== undefined) return earlier
  if (buys) throw insufficientBalance(ledger, refused.cash)
  throw insufficientHoldings(intent.assetId, availableIn(refused.holding?.stored))
}

const availableIn = (stored: Record<string, unknown> | undefined) =>
  stored === undefined ? ZERO_QUANTITY : HoldingItem.parse(stored).available

/** Puts an order that found no price at once and must not wait. It moves nothing. */
export const placeUnfilled = async (
  ledger: Ledger,
  intent: OrderIntent,
  reason: string,
): Promise<Placed> => {
  const order = newOrder(ledger, intent, { status: 'cancelled', reason })
  const refused = await attempt(ledger, {
    order: putOnce(tableOf(ledger), z.encode(OrderItem, order)),
  })
  if (nothingRefused(refused)) return { order, replayed: false }
  const earlier = placedBefore(refused.order, order)
  if (earlier === undefined) throw tooBusy()
  return earlier
}
