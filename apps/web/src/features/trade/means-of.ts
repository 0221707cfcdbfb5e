import type { Asset } from '@cnop/contracts/inventory'
import type { Portfolio } from '@cnop/contracts/portfolio'
import { minus } from '@cnop/money/scaled'
import { parseCash, parsePrice, parseQuantity } from '@cnop/money/text'

import type { Means } from './estimate'

/** What of cash and of the asset is free to trade with: what is held for open orders is not. */
export const meansOf = (asset: Asset, portfolio: Portfolio): Means => {
  const holding = portfolio.assets.find(({ asset_id }) => asset_id === asset.asset_id)
  return {
    price: parsePrice(asset.price_usd),
    step: parseQuantity(asset.quantity_increment),
    halted: !asset.is_active,
    cashAvailable: minus(parseCash(portfolio.usd_balance), parseCash(portfolio.usd_held)),
    quantityAvailable: minus(
      parseQuantity(holding?.quantity ?? '0'),
      parseQuantity(holding?.held ?? '0'),
    ),
  }
}
