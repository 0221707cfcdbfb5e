import {
  changeOf,
  type HoldingChange,
  type HoldingStatement,
} from '@cnop/common/ledger/holding-statement'
import { isPurchase, type OrderItem } from '@cnop/common/ledger/items'
import type { Explanation, ExplanationTerm } from '@cnop/contracts/explain'
import { printCash, printPrice, printQuantity } from '@cnop/money/text'

import { tradeCursor } from '#src/routes/order-cursor'

/** Quantity, cost and realized profit of a holding, each as the sum of its trades. */
export const explainHolding = (statement: HoldingStatement): Explanation[] => [
  explain(statement, {
    of: 'quantity',
    formula: 'opening + what was bought - what was sold',
    amountOf: ({ quantity }) => printQuantity(quantity),
  }),
  explain(statement, {
    of: 'cost_basis',
    formula:
      'opening + what purchases cost - the share of it that left with each sale (cost x sold / held, rounded down); average_cost = cost_basis / quantity',
    amountOf: ({ cost }) => printCash(cost),
  }),
  explain(statement, {
    of: 'realized_pnl',
    formula: 'opening + proceeds of each sale - what the units sold had cost',
    amountOf: ({ realized }) => printCash(realized),
  }),
]

type Figure = Pick<Explanation, 'of' | 'formula'> & {
  readonly amountOf: (change: HoldingChange) => string
}

const explain = (
  { holding, trades, opening, next }: HoldingStatement,
  { of, formula, amountOf }: Figure,
): Explanation => ({
  of,
  formula,
  terms: [
    {
      name: 'opening',
      amount: amountOf(opening),
      note: next === undefined ? 'There was nothing before the first trade' : 'All older trades',
      order_id: null,
      at: null,
    },
    ...trades.toReversed().map((order) => tradeTerm(order, amountOf)),
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
