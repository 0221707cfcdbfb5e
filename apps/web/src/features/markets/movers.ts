import type { Asset } from '@cnop/contracts/inventory'
import { compareUnits } from '@cnop/money/scaled'
import { parseCash } from '@cnop/money/text'

type Movers = { readonly gainers: readonly Asset[]; readonly losers: readonly Asset[] }

/** The assets whose price has risen and fallen most in 24 hours, at most so many each; halted ones do not move. */
export const moversOf = (assets: readonly Asset[], most: number): Movers => {
  const moving = assets
    .filter(({ is_active }) => is_active)
    .map((asset) => ({ asset, change: parseCash(asset.change_24h) }))
    .toSorted((a, b) => compareUnits(b.change, a.change))
  const upwards = moving.filter(({ change }) => change > 0n)
  const downwards = moving.filter(({ change }) => change < 0n).toReversed()
  return {
    gainers: upwards.slice(0, most).map(({ asset }) => asset),
    losers: downwards.slice(0, most).map(({ asset }) => asset),
  }
}
