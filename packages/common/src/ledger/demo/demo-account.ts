import { ZERO_CASH, ZERO_QUANTITY } from '@cnop/money/scaled'
import { z } from 'zod'

import { LEDGER } from '../../dynamodb/tables.ts'
import { replay } from '../audit/replay.ts'
import { CashItem, EntryItem, HoldingItem, OrderItem } from '../items.ts'
import { CASH_KEY, assetKey, userPartition } from '../keys.ts'
import type { Ledger } from '../ledger.ts'
import { putOnce, type WriteItem } from '../writes.ts'
import { demoJournal, type PricedAct } from './demo-journal.ts'

/**
 * The writes that open the account of a demo with its whole history, for the transaction that creates its user.
 * @param demoUntil RFC 3339, UTC, of a private demo; `undefined`: for good.
 */
export const demoAccountItems = (
  { database, now }: Ledger,
  username: string,
  acts: readonly PricedAct[],
  demoUntil: string | undefined,
): WriteItem[] => {
  const pk = userPartition(username)
  const updated_at = now().toISOString()
  const { entries, orders } = demoJournal(username, acts)
  const state = replay(entries, orders)
  const cash: CashItem = {
    pk,
    sk: CASH_KEY,
    available: state.available,
    held: ZERO_CASH,
    entries: state.entries,
    version: state.entries,
    demo_until: demoUntil,
    updated_at,
  }
  const holdings = [...state.holdings].map(
    ([asset_id, { quantity, cost, realized }]): HoldingItem => ({
      pk,
      sk: assetKey(asset_id),
      asset_id,
      available: quantity,
      held: ZERO_QUANTITY,
      cost,
      realized,
      updated_at,
    }),
  )
  const items = [
    z.encode(CashItem, cash),
    ...holdings.map((holding) => z.encode(HoldingItem, holding)),
    ...entries.map((entry) => z.encode(EntryItem, entry)),
    ...orders.map((order) => z.encode(OrderItem, order)),
  ]
  return items.map((item) => putOnce(database.tableName(LEDGER.name), item))
}
