import { divideNearest } from '@cnop/money/rounding'
import { price, type Price } from '@cnop/money/scaled'
import { printPrice } from '@cnop/money/text'

import type { Side } from './estimate'

/** Percent from the market: a purchase waits for less, a sale for more. */
const STEPS: Record<Side, readonly bigint[]> = { buy: [0n, -1n, -5n], sell: [0n, 1n, 5n] }

/** More digits than that are no price anyone would name. */
const DIGITS = 8

type Shortcut = { readonly label: string; readonly limitPrice: string }

/** Limit prices to choose with one click. */
export const limitShortcuts = (side: Side, market: Price): Shortcut[] =>
  STEPS[side].map((percent) => ({
    label: percent === 0n ? 'At market' : `${percent < 0n ? `−${-percent}` : `+${percent}`} %`,
    limitPrice: printPrice(percent === 0n ? market : shortened((market * (100n + percent)) / 100n)),
  }))

const shortened = (units: bigint): Price => {
  const unit = 10n ** BigInt(Math.max(0, units.toString().length - DIGITS))
  return price(divideNearest(units, unit) * unit)
}
