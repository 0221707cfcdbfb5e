import {
  changeOf,
  type HoldingChange,
  type HoldingStatement,
} from '@cnop/common/ledger/holding-statement'
import { isPurchase, type OrderItem } from '@cnop/common/ledger/items'
import type { Explanation, ExplanationTerm } from '@cnop/contracts/explain'
import type { AssetBalance } from '@cnop/contracts/portfolio'
import { printBasis, printCash, printPrice, printQuantity } from '@cnop/money/text'

import { tradeCursor } from '#src/routes/order-cursor'
import { roundingTerm } from '#src/routes/rounding-term'

/** Quantity, cost and realized profit of a holding, each as the sum of its trades. */
export const explainHolding = (
  statement: HoldingStatement,
  balance: AssetBalance,
): Explanation[] => [
  explain(statement, {
    of: 'quantity',
    formula: 'opening + quantity bought - quantity sold',
    amountOf: ({ quantity }) => printQuantity(quantity),
    rounding: [],
  }),
  explain(statement, {
    of: 'cost_basis',
    formula:
      'opening + cost of purchases - share of each sale (cost x sold / held, to 24 places); average_cost = cost_basis / quantity',
    amountOf: ({ cost }) => printBasis(cost),
    rounding: roundingTerm(balance.cost_basis, statement.holding.cost),
  }),
  explain(statement, {
    of: 'realized_pnl',
    formula: 'opening + proceeds of each sale - cost of the units sold',
    amountOf: ({ realized }) => printBasis(realized),
    rounding: roundingTerm(balance.realized_pnl, statement.holding.realized),
  }),
]

type Figure = Pick<Explanation, 'of' | 'formula'> & {
  readonly amountOf: (change: HoldingChange) => string
  readonly rounding: readonly ExplanationTerm[]
}

const explain = (
  { holding, trades, opening, next }: HoldingStatement,
  { of, formula, amountOf, rounding }: Figure,
): Explanation => ({
  of,
  formula,
  terms: [
    {
      name: 'opening',
      amount: amountOf(opening),
      note: next === undefined ? 'Nothing before the first trade' : 'All older trades',
      order_id: null,
      at: null,
    },
    ...trades.toReversed().map((order) => tradeTerm(order, amountOf)),
    ...rounding,
  ],
  older:
    next === undefined
      ? null
      : `/assets/${holding.asset_id}/transactions?limit=100&cursor=${tradeCursor(holding.asset_id, next)}`,
})

const tradeTerm = (order: OrderItem, amountOf: Figure['amountOf']): ExplanationTerm => {
  const price = order.executed_price === undefined ? '' : ` at ${printPrice(order.executed_price)}`
  const verb = isPurchase(order) ? 'Bought' : 'Sold'
  return {
    name: order.order_id,
    amount: amountOf(changeOf(order)),
    note: `${verb} ${printQuantity(order.executed_quantity)}${price} (${order.price_source ?? 'unknown'} price) for ${printCash(order.total)} USD`,
    order_id: order.order_id,
    at: order.completed_at ?? order.updated_at,
  }
}
