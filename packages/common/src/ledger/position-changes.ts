import { ZERO_CASH, ZERO_QUANTITY, minus, type Cash, type Quantity } from '@cnop/money/scaled'
import { z } from 'zod'

import { LEDGER } from '../dynamodb/tables.ts'
import { EntryItem, OrderItem, isPurchase, type HoldingItem } from './items.ts'
import { ENTRY_PREFIX, tradedKey } from './keys.ts'
import type { Ledger } from './ledger.ts'
import { timeOf } from './new-id.ts'
import { queryUpwards } from './query-upwards.ts'

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

export type PositionChanges = {
  /** Oldest first; all of them before `readToMs`. */
  readonly changes: readonly PositionChange[]
  /** There are more from this moment on; `undefined`: there are none. */
  readonly readToMs: number | undefined
}

const [BY_TIME, TRADES_OF_ASSET] = LEDGER.localIndexes

/** Items that one request reads at most. */
const MAX_CHANGES = 10_000

/**
 * Reads the changes of an account since a moment (Unix time in milliseconds, included), oldest first and at most
 * 10,000 changes. Reads the movements since then, and the trades of those assets alone that were touched.
 */
export const readPositionChanges = async (
  ledger: Ledger,
  username: string,
  { holdings, sinceMs }: { readonly holdings: readonly HoldingItem[]; readonly sinceMs: number },
): Promise<PositionChanges> => {
  const since = { username, sinceMs }
  const assets = holdings.filter(touchedSince(sinceMs)).map(({ asset_id: assetId }) => assetId)
  const entries = await queryUpwards(ledger, {
    ...since,
    index: BY_TIME,
    prefix: ENTRY_PREFIX,
    fields: Object.keys(EntryFields.shape),
    limit: Math.floor(MAX_CHANGES / (1 + assets.length)),
  })
  const changes = entries.items.flatMap((item) => changeByEntry(EntryFields.parse(item)))
  const readTo = [entries.readToMs]
  let left = MAX_CHANGES - entries.items.length
  for (const [index, assetId] of assets.entries()) {
    const trades = await queryUpwards(ledger, {
      ...since,
      index: TRADES_OF_ASSET,
      prefix: tradedKey(assetId, ''),
      fields: Object.keys(TradeFields.shape),
      limit: Math.floor(left / (assets.length - index)),
    })
    left -= trades.items.length
    readTo.push(trades.readToMs)
    changes.push(...trades.items.map((item) => changeByFill(TradeFields.parse(item))))
  }
  const ends = readTo.flatMap((ms) => ms ?? [])
  const readToMs = ends.length === 0 ? undefined : Math.min(...ends)
  return {
    // Later than that, one kind is there and another is missing.
    changes: changes
      .filter(({ atMs }) => readToMs === undefined || atMs < readToMs)
      .toSorted((a, b) => a.atMs - b.atMs),
    readToMs,
  }
}

/** A fill written late has an earlier time than one before it. */
const MOST_LATE_MS = 10 * 60_000

const touchedSince =
  (sinceMs: number) =>
  ({ updated_at }: HoldingItem): boolean =>
    Date.parse(updated_at) >= sinceMs - MOST_LATE_MS

/** Of the items only this is read: a fifth of the work of reading all of an order. */
const EntryFields = EntryItem.pick({ type: true, amount: true, transaction_id: true })
const TradeFields = OrderItem.pick({
  order_type: true,
  asset_id: true,
  total: true,
  executed_quantity: true,
}).extend({ traded: z.string() })

/** What orders do to the cash is said by their fills. */
const changeByEntry = ({
  type,
  amount,
  transaction_id,
}: z.output<typeof EntryFields>): PositionChange[] =>
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

const changeByFill = (order: z.output<typeof TradeFields>): PositionChange => {
  const { asset_id: assetId, total, executed_quantity: quantity, traded } = order
  const atMs = timeOf(traded.slice(tradedKey(assetId, '').length))
  const change = { atMs, assetId, paidIn: ZERO_CASH }
  return isPurchase(order)
    ? { ...change, cash: minus(ZERO_CASH, total), quantity }
    : { ...change, cash: total, quantity: minus(ZERO_QUANTITY, quantity) }
}
