import { ZERO_CASH, plus, sum, type Cash, type Quantity } from '@cnop/money/scaled'
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
export type ValuePoint = {
  /** Unix time in milliseconds. */
  readonly atMs: number
  readonly cash: Cash
  readonly paidIn: Cash
  readonly assets: readonly ValuedAsset[]
}

export const valuePoint = (
  atMs: number,
  position: Position,
  priceOf: (assetId: string) => PastPrice | undefined,
): ValuePoint => ({
  atMs,
  cash: position.cash,
  paidIn: position.paidIn,
  assets: [...position.quantities].map(([assetId, quantity]) => ({
    assetId,
    quantity,
    price: priceOf(assetId),
  })),
})

export const positionOf = ({ cash, paidIn, assets }: ValuePoint): Position => ({
  cash,
  paidIn,
  quantities: new Map(assets.map(({ assetId, quantity }) => [assetId, quantity])),
})

/** To the nearest cent, as everything that is shown and not paid. */
export const marketValueOf = ({ quantity, price }: ValuedAsset): Cash =>
  price === undefined ? ZERO_CASH : valueOf(quantity, price.price)

export const assetValueOf = ({ assets }: ValuePoint): Cash =>
  sum(ZERO_CASH, assets.map(marketValueOf))

export const totalValueOf = (point: ValuePoint): Cash => plus(point.cash, assetValueOf(point))
