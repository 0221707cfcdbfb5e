import { ZERO_CASH, ZERO_QUANTITY, minus, type Cash, type Quantity } from '@cnop/money/scaled'

import { LEDGER } from '../dynamodb/tables.ts'
import { allPages } from './all-pages.ts'
import { queryByTime } from './by-time.ts'
import { EntryItem, isPurchase, type HoldingItem, type OrderItem } from './items.ts'
import { ENTRY_PREFIX, tradedKey } from './keys.ts'
import type { Ledger } from './ledger.ts'
import { timeOf } from './new-id.ts'
import { readTrades } from './orders.ts'

/** What one moment changed of an account: money from or to the outside, or a fill. Amounts are signed. */
export type PositionChange = {
  /** Unix time in milliseconds. */
  readonly atMs: number
  /** Of the cash, available and held together: setting money aside changes nothing. */
  readonly cash: Cash
  /** The part of it that came from outside. */
  readonly paidIn: Cash
  /** Of a fill. */
  readonly assetId: string | undefined
  readonly quantity: Quantity
}

const [BY_TIME] = LEDGER.localIndexes

/**
 * Everything that has changed an account since a moment (Unix time in milliseconds, included), oldest
 * first. Reads the movements since then, and the trades of those assets alone that were touched.
 */
export const readPositionChanges = async (
  ledger: Ledger,
  username: string,
  { holdings, sinceMs }: { readonly holdings: readonly HoldingItem[]; readonly sinceMs: number },
): Promise<PositionChange[]> => {
  const changes: PositionChange[] = []
  const period = { fromMs: sinceMs, toMs: undefined }
  const entries = allPages((limit, before: string | undefined) =>
    queryByTime(ledger, { username, index: BY_TIME, prefix: ENTRY_PREFIX, limit, before, period }),
  )
  for await (const item of entries) changes.push(...changeByEntry(EntryItem.parse(item)))
  for (const { asset_id: assetId } of holdings.filter(touchedSince(sinceMs))) {
    const trades = allPages(async (limit, before: string | undefined) => {
      const page = { limit, before, assetId, period }
      const { orders, next } = await readTrades(ledger, username, page)
      return { items: orders, next }
    })
    for await (const order of trades) changes.push(changeByFill(order))
  }
  return changes.toSorted((a, b) => a.atMs - b.atMs)
}

/** A slow fill may write an earlier time over a later one. */
const MOST_LATE_MS = 10 * 60_000

const touchedSince =
  (sinceMs: number) =>
  ({ updated_at }: HoldingItem): boolean =>
    Date.parse(updated_at) >= sinceMs - MOST_LATE_MS

/** What orders do to the cash is said by their fills. */
const changeByEntry = ({ type, amount, transaction_id }: EntryItem): PositionChange[] =>
  type === 'ORDER_PAYMENT' || type === 'ORDER_REFUND'
    ? []
    : [
        {
          atMs: timeOf(transaction_id),
          cash: amount,
          paidIn: amount,
          assetId: undefined,
          quantity: ZERO_QUANTITY,
        },
      ]

const changeByFill = (order: OrderItem): PositionChange => {
  const { asset_id: assetId, total, executed_quantity: quantity, traded = '' } = order
  const atMs = timeOf(traded.slice(tradedKey(assetId, '').length))
  const change = { atMs, assetId, paidIn: ZERO_CASH }
  return isPurchase(order)
    ? { ...change, cash: minus(ZERO_CASH, total), quantity }
    : { ...change, cash: total, quantity: minus(ZERO_QUANTITY, quantity) }
}
