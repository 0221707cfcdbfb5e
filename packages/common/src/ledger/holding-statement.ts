import {
  ZERO_BASIS,
  ZERO_QUANTITY,
  minus,
  plus,
  type Basis,
  type Quantity,
} from '@cnop/money/scaled'
import { toBasis } from '@cnop/money/trade'

import { readHolding } from './holdings.ts'
import { isPurchase, type HoldingItem, type OrderItem } from './items.ts'
import { usernameIn } from './keys.ts'
import type { Ledger } from './ledger.ts'
import { readTrades } from './orders.ts'
import { accountInUse } from './refusals.ts'

/** What a trade changed of a holding. Signed. */
export type HoldingChange = {
  readonly quantity: Quantity
  readonly cost: Basis
  readonly realized: Basis
}

export type HoldingStatement = {
  readonly holding: HoldingItem
  /** The newest, newest first. */
  readonly trades: readonly OrderItem[]
  /** What all older trades come to. */
  readonly opening: HoldingChange
  /** ULID below which these are. */
  readonly next: string | undefined
}

const SNAPSHOT_ATTEMPTS = 10
const NEWEST = 100
/** A trade changes one of these at least. */
const FIGURES = ['updated_at', 'available', 'held', 'cost', 'realized'] as const

/** What a filled order changes of its holding. */
export const changeOf = (order: OrderItem): HoldingChange => {
  const { total, executed_quantity: quantity, cost_sold: costSold = ZERO_BASIS } = order
  return isPurchase(order)
    ? { quantity, cost: toBasis(total), realized: ZERO_BASIS }
    : {
        quantity: minus(ZERO_QUANTITY, quantity),
        cost: minus(ZERO_BASIS, costSold),
        realized: minus(toBasis(total), costSold),
      }
}

/**
 * A holding with the trades it comes from, all as of one moment: read again while it changes.
 * @throws {AppError} TRY_AGAIN when it changes each time it is read
 */
export const readHoldingStatement = async (
  ledger: Ledger,
  seen: HoldingItem,
): Promise<HoldingStatement> => {
  const username = usernameIn(seen.pk)
  const page = { assetId: seen.asset_id, limit: NEWEST, before: undefined }
  let holding = seen
  for (let attempt = 1; ; attempt += 1) {
    const { orders: trades, next } = await readTrades(ledger, username, page)
    const after = (await readHolding(ledger, username, seen.asset_id)) ?? holding
    const unchanged = FIGURES.every((figure) => after[figure] === holding[figure])
    holding = after
    if (unchanged) return { holding, trades, opening: openingOf(holding, trades), next }
    if (attempt === SNAPSHOT_ATTEMPTS) throw accountInUse()
  }
}

const openingOf = (holding: HoldingItem, trades: readonly OrderItem[]): HoldingChange =>
  trades.map(changeOf).reduce<HoldingChange>(
    (before, change) => ({
      quantity: minus(before.quantity, change.quantity),
      cost: minus(before.cost, change.cost),
      realized: minus(before.realized, change.realized),
    }),
    {
      quantity: plus(holding.available, holding.held),
      cost: holding.cost,
      realized: holding.realized,
    },
  )
