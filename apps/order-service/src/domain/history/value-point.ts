import type { PriceBasis } from '@cnop/contracts/candles'
import { ZERO_CASH, plus, sum, type Cash, type Growth, type Quantity } from '@cnop/money/scaled'
import { valueOf } from '@cnop/money/trade'

import type { PastPrice } from '#src/domain/history/past-prices'
import type { Position } from '#src/domain/history/position'

export type ValuedAsset = {
  readonly assetId: string
  readonly quantity: Quantity
  /** `undefined` when no price of that moment is known; then it counts for nothing. */
  readonly price: PastPrice | undefined
}

/** What an account was worth at one moment, and why. */
export type Valuation = {
  /** Unix time in milliseconds. */
  readonly atMs: number
  readonly cash: Cash
  readonly paidIn: Cash
  readonly assets: readonly ValuedAsset[]
}

/** A valuation, and how the account got there from the one before it. */
export type ValuePoint = Valuation & {
  /** Time-weighted, since the point before; `undefined` where a price is missing. */
  readonly growth: Growth | undefined
  /** The coarsest prices at which the account was valued at a flow since then. */
  readonly basis: PriceBasis
}

export const valuation = (
  atMs: number,
  position: Position,
  priceOf: (assetId: string) => PastPrice | undefined,
): Valuation => ({
  atMs,
  cash: position.cash,
  paidIn: position.paidIn,
  assets: [...position.quantities].map(([assetId, quantity]) => ({
    assetId,
    quantity,
    price: priceOf(assetId),
  })),
})

export const positionOf = ({ cash, paidIn, assets }: Valuation): Position => ({
  cash,
  paidIn,
  quantities: new Map(assets.map(({ assetId, quantity }) => [assetId, quantity])),
})

/** To the nearest cent, as everything that is shown and not paid. */
export const marketValueOf = ({ quantity, price }: ValuedAsset): Cash =>
  price === undefined ? ZERO_CASH : valueOf(quantity, price.price)

export const assetValueOf = ({ assets }: Valuation): Cash =>
  sum(ZERO_CASH, assets.map(marketValueOf))

export const totalValueOf = (point: Valuation): Cash => plus(point.cash, assetValueOf(point))
