import type { PortfolioAsset } from '@cnop/contracts/portfolio'
import { minus } from '@cnop/money/scaled'
import { parseCash, parsePrice, parseQuantity, printCash } from '@cnop/money/text'
import { valueOf } from '@cnop/money/trade'

/** What a holding is worth at a price, and what it has gained on its cost, in dollars, as the platform counts it. */
export const holdingAt = (
  { quantity, cost_basis }: PortfolioAsset,
  price: string,
): { readonly value: string; readonly gain: string } => {
  const value = valueOf(parseQuantity(quantity), parsePrice(price))
  return { value: printCash(value), gain: printCash(minus(value, parseCash(cost_basis))) }
}
