import type { PositionChange } from '@cnop/common/ledger/position-changes'
import type { PriceBasis } from '@cnop/contracts/candles'
import { ZERO_CASH, plus, type Cash } from '@cnop/money/scaled'

import { NOTHING, positionsAt, type Position } from '#src/domain/history/position'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

const LENGTH_MS: Readonly<Record<PriceBasis, number>> = {
  minute: MINUTE_MS,
  hour: HOUR_MS,
  day: DAY_MS,
}

/** Prices asked for to value the flows of one day: beyond it hours stand for minutes, or the day for hours. */
const MAX_PRICES_A_DAY = 1_200

/** Money from or to the outside: deposits, withdrawals and adjustments of one moment. */
export type Flow = {
  readonly atMs: number
  /** Signed: positive is paid in. */
  readonly amount: Cash
  /** The position just before. */
  readonly before: Position
  /** The moment whose prices the position is valued at: at or before `atMs`. */
  readonly pricedMs: number
  readonly resolution: PriceBasis
}

/**
 * The flows among some changes.
 * @param position Before the first change.
 * @param changes Oldest first.
 */
export const flowsOf = (position: Position, changes: readonly PositionChange[]): Flow[] => {
  const amounts = new Map<number, Cash>()
  for (const { atMs, paidIn } of changes)
    if (paidIn !== 0n) amounts.set(atMs, plus(amounts.get(atMs) ?? ZERO_CASH, paidIn))
  const moments = [...amounts.keys()]
  const positions = positionsAt(position, changes, moments)
  const flows = [...amounts].map(([atMs, amount], index) => ({
    atMs,
    amount,
    before: positions[index] ?? NOTHING,
  }))
  return [...Map.groupBy(flows, ({ atMs }) => dayOf(atMs)).values()].flatMap(priced)
}

type Unpriced = Pick<Flow, 'atMs' | 'amount' | 'before'>

/** Flows of one day at the finest resolution that asks for few enough prices. */
const priced = (flows: readonly Unpriced[]): Flow[] => {
  const at = (resolution: PriceBasis): Flow[] =>
    flows.map((flow) => ({
      ...flow,
      resolution,
      pricedMs: floor(flow.atMs, LENGTH_MS[resolution]),
    }))
  for (const resolution of ['minute', 'hour'] as const) {
    const tried = at(resolution)
    if (pricesOf(tried) <= MAX_PRICES_A_DAY) return tried
  }
  return at('day')
}

/** Prices it takes to value some flows. */
export const pricesOf = (flows: readonly Flow[]): number => {
  const held = new Map<number, Set<string>>()
  for (const { pricedMs, before } of flows) {
    const assets = held.get(pricedMs) ?? new Set()
    for (const assetId of before.quantities.keys()) assets.add(assetId)
    held.set(pricedMs, assets)
  }
  let count = 0
  for (const assets of held.values()) count += assets.size
  return count
}

const dayOf = (ms: number): number => Math.floor(ms / DAY_MS)

const floor = (ms: number, step: number): number => ms - (ms % step)
