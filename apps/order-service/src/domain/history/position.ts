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

/** Brings a working copy of quantities up to date: copied for each of many trades, they would take long. */
const apply = (quantities: Map<string, Quantity>, { assetId, quantity }: PositionChange): void => {
  if (assetId === undefined) return
  const after = plus(quantities.get(assetId) ?? ZERO_QUANTITY, quantity)
  if (after === 0n) quantities.delete(assetId)
  else quantities.set(assetId, after)
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
  let { cash, paidIn } = start
  const quantities = new Map(start.quantities)
  let next = 0
  return moments.map((moment) => {
    for (; ; next += 1) {
      const change = changes[next]
      if (change === undefined || change.atMs >= moment)
        return { cash, paidIn, quantities: new Map(quantities) }
      cash = plus(cash, change.cash)
      paidIn = plus(paidIn, change.paidIn)
      apply(quantities, change)
    }
  })
}
