import type { BalanceStatement } from '@cnop/common/ledger/balance-statement'
import type { OrderItem } from '@cnop/common/ledger/items'
import type { Balanced, JournalPosition } from '@cnop/common/ledger/journal'
import type { Explanation, ExplanationTerm } from '@cnop/contracts/explain'
import { ZERO_CASH } from '@cnop/money/scaled'
import { printCash, printPrice, printQuantity } from '@cnop/money/text'

import { describeMovement } from '#src/domain/describe-movement'

/**
 * The three figures of a balance, each as a sum.
 * @param cursorOf the cursor of the page that the statement ends above.
 */
export const explainBalance = (
  { cash, movements, holding, heldByOlder, next }: BalanceStatement,
  cursorOf: (position: JournalPosition) => string,
): Explanation[] => [
  {
    of: 'current_balance',
    formula: 'available + held',
    terms: [
      term({ name: 'available', amount: printCash(cash.available), note: 'Free to use' }),
      term({ name: 'held', amount: printCash(cash.held), note: 'Set aside for open orders' }),
    ],
    older: null,
  },
  {
    of: 'available',
    formula: 'opening balance + every movement since',
    terms: [
      term({
        name: 'opening',
        amount: printCash(next?.balance ?? ZERO_CASH),
        note: next === undefined ? 'The account was opened with nothing' : 'All older movements',
      }),
      ...movements.toReversed().map(movementTerm),
    ],
    older: next === undefined ? null : `/balance/transactions?limit=100&cursor=${cursorOf(next)}`,
  },
  {
    of: 'held',
    formula: 'what every open purchase holds: quantity x limit, rounded up to the cent',
    terms: [
      ...(heldByOlder === undefined
        ? []
        : [term({ name: 'older', amount: printCash(heldByOlder), note: 'All older open orders' })]),
      ...holding.toReversed().map(holdTerm),
    ],
    older: heldByOlder === undefined ? null : '/orders?status=queued&limit=100',
  },
]

const term = (
  given: Pick<ExplanationTerm, 'name' | 'amount' | 'note'> & Partial<ExplanationTerm>,
): ExplanationTerm => ({ order_id: null, at: null, ...given })

const movementTerm = (movement: Balanced): ExplanationTerm =>
  term({
    name: movement.id,
    amount: printCash(movement.amount),
    note: describeMovement(movement),
    order_id: movement.orderId ?? null,
    at: movement.createdAt,
  })

const holdTerm = (order: OrderItem): ExplanationTerm =>
  term({
    name: order.order_id,
    amount: printCash(order.hold ?? ZERO_CASH),
    note: `${printQuantity(order.quantity)} ${order.asset_id} at ${order.limit_price === undefined ? '?' : printPrice(order.limit_price)}`,
    order_id: order.order_id,
    at: order.created_at,
  })
