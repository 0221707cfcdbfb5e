import type { PositionChange } from '@cnop/common/ledger/position-changes'
import { ZERO_CASH, ZERO_QUANTITY, plus, type Cash, type Quantity } from '@cnop/money/scaled'

/** What an account consisted of at one moment. */
export type Position = {
  /** Available and held. */
  readonly cash: Cash
  /** Deposits less withdrawals, and adjustments, up to then. */
  readonly paidIn: Cash
  /** Only what is above nothing. */
  readonly quantities: ReadonlyMap<string, Quantity>
}

export const NOTHING: Position = { cash: ZERO_CASH, paidIn: ZERO_CASH, quantities: new Map() }

const changed = (position: Position, change: PositionChange): Position => {
  const cash = plus(position.cash, change.cash)
  const paidIn = plus(position.paidIn, change.paidIn)
  if (change.assetId === undefined) return { ...position, cash, paidIn }
  const quantities = new Map(position.quantities)
  const before = quantities.get(change.assetId) ?? ZERO_QUANTITY
  const after = plus(before, change.quantity)
  if (after === 0n) quantities.delete(change.assetId)
  else quantities.set(change.assetId, after)
  return { cash, paidIn, quantities }
}

/**
 * The position at each of some moments (Unix time in milliseconds, rising), after every change before it.
 * @param start Position before the first change.
 * @param changes Oldest first.
 */
export const positionsAt = (
  start: Position,
  changes: readonly PositionChange[],
  moments: readonly number[],
): Position[] => {
  let position = start
  let next = 0
  return moments.map((moment) => {
    for (; ; next += 1) {
      const change = changes[next]
      if (change === undefined || change.atMs >= moment) return position
      position = changed(position, change)
    }
  })
}
