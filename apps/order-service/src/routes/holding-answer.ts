import { isPurchase, type HoldingItem, type OrderItem } from '@cnop/common/ledger/items'
import type { AssetBalance, AssetTrade } from '@cnop/contracts/portfolio'
import { minus, plus, price } from '@cnop/money/scaled'
import { printCash, printPrice, printQuantity } from '@cnop/money/text'
import { averageCost, toCash } from '@cnop/money/trade'

/** Only filled orders are listed as trades, and these have one. */
const NO_PRICE = price(0n)

export const assetBalance = (holding: HoldingItem): AssetBalance => {
  const quantity = plus(holding.available, holding.held)
  return {
    asset_id: holding.asset_id,
    quantity: printQuantity(quantity),
    available: printQuantity(holding.available),
    held: printQuantity(holding.held),
    average_cost: quantity === 0n ? null : printPrice(averageCost(holding.cost, quantity)),
    cost_basis: printCash(toCash(holding.cost)),
    realized_pnl: printCash(toCash(holding.realized)),
    updated_at: holding.updated_at,
  }
}

export const assetTrade = (order: OrderItem): AssetTrade => ({
  asset_id: order.asset_id,
  transaction_type: isPurchase(order) ? 'buy' : 'sell',
  quantity: printQuantity(order.executed_quantity),
  price: printPrice(order.executed_price ?? NO_PRICE),
  total_amount: printCash(order.total),
  cost_sold: order.cost_sold === undefined ? null : printCash(toCash(order.cost_sold)),
  realized_pnl:
    order.cost_sold === undefined ? null : printCash(minus(order.total, toCash(order.cost_sold))),
  order_id: order.order_id,
  status: 'completed',
  timestamp: order.completed_at ?? order.updated_at,
})
