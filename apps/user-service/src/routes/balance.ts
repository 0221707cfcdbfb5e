import { callerOf } from '@cnop/common/http/authenticate'
import type { App } from '@cnop/common/http/create-app'
import { sendCsv, type Columns } from '@cnop/common/http/csv'
import type { SignedCursors } from '@cnop/common/http/cursor'
import { readBalanceStatement } from '@cnop/common/ledger/balance-statement'
import { readCash } from '@cnop/common/ledger/holdings'
import { readJournal, type Balanced, type JournalSelection } from '@cnop/common/ledger/journal'
import type { Ledger } from '@cnop/common/ledger/ledger'
import { moveCash, type CashMove, type Moved } from '@cnop/common/ledger/move-cash'
import { readMovement, type Movement } from '@cnop/common/ledger/movements'
import { readPart } from '@cnop/common/ledger/read-part'
import {
  deposit,
  downloadTransactions,
  getBalance,
  getTransaction,
  listTransactions,
  withdraw,
  type MoveCashAnswer,
  type MoveCashRequest,
  type Transaction,
  type TransactionFilter,
} from '@cnop/contracts/balance'
import { periodOf } from '@cnop/contracts/period'
import { decimalText } from '@cnop/contracts/wire'
import { plus, type Cash } from '@cnop/money/scaled'
import { parseCash, printCash } from '@cnop/money/text'
import type { FastifyReply, FastifyRequest } from 'fastify'

import { describeMovement, messageOf, movementKind } from '#src/domain/describe-movement'
import { explainBalance } from '#src/routes/balance-explanation'
import { journalCursor, journalPositionOf } from '#src/routes/journal-cursor'

const DEFAULT_PAGE = 50

/** The most a user may move in one day, by the way it goes; `undefined`: as much as they like. */
export type DailyLimits = Readonly<Record<CashMove['type'], Cash | undefined>>

type BalanceDeps = {
  readonly ledger: Ledger
  readonly dailyLimits: DailyLimits
  readonly cursors: SignedCursors
}

export const balanceRoutes = (app: App, deps: BalanceDeps): void => {
  const { ledger, cursors } = deps
  app.route({
    ...getBalance,
    handler: async (request, reply) => {
      const { username } = callerOf(request)
      const statement =
        request.query.explain === true ? await readBalanceStatement(ledger, username) : undefined
      const cash = statement?.cash ?? (await readCash(ledger, username))
      return reply.send({
        current_balance: printCash(plus(cash.available, cash.held)),
        available: printCash(cash.available),
        held: printCash(cash.held),
        currency: 'USD',
        updated_at: cash.updated_at,
        ...(statement === undefined
          ? {}
          : {
              explanation: explainBalance(statement, (position) =>
                journalCursor(cursors, username, position),
              ),
            }),
      })
    },
  })

  moveRoutes(app, deps)

  journalRoutes(app, deps)
}

const journalRoutes = (app: App, { ledger, cursors }: BalanceDeps): void => {
  app.route({
    ...listTransactions,
    handler: async (request, reply) => {
      const { limit = DEFAULT_PAGE, cursor, ...filter } = request.query
      const { username } = callerOf(request)
      const from = journalPositionOf(cursors, username, cursor)
      const page = await readJournal(ledger, username, { limit, from, ...selectionOf(filter) })
      return reply.send({
        transactions: page.movements.map(transaction),
        total_count: page.cash.entries,
        next_cursor: page.next === undefined ? null : journalCursor(cursors, username, page.next),
        has_more: page.next !== undefined,
      })
    },
  })

  app.route({
    ...getTransaction,
    handler: async (request, reply) => {
      const movement = await readMovement(ledger, callerOf(request).username, request.params.id)
      return reply.send({ success: true, data: movementAnswer(movement) })
    },
  })

  app.route({
    ...downloadTransactions,
    handler: async (request, reply) => {
      const { username } = callerOf(request)
      const { cursor, bom = false, ...filter } = request.query
      const selection = selectionOf(filter)
      const first = journalPositionOf(cursors, username, cursor)
      const { rows, next } = await readPart(first, async (limit, from) => {
        const page = await readJournal(ledger, username, { limit, from, ...selection })
        return { rows: page.movements, next: page.next }
      })
      const part = {
        rows,
        next: next === undefined ? undefined : journalCursor(cursors, username, next),
      }
      return sendCsv(request, reply, {
        name: `transactions-${username}`,
        now: ledger.now(),
        bom: bom && first === undefined,
        columns: TRANSACTION_COLUMNS,
        part,
      })
    },
  })
}

const selectionOf = (filter: TransactionFilter): JournalSelection => ({
  type: filter.type,
  period: periodOf(filter),
})

const TRANSACTION_COLUMNS: Columns<Balanced> = {
  transaction_id: (row) => row.id,
  created_at: (row) => row.createdAt,
  transaction_type: (row) => row.type,
  amount: (row) => printCash(row.amount),
  balance_after: (row) => printCash(row.balanceAfter),
  status: () => MOVEMENT_STATUS,
  description: describeMovement,
  order_id: (row) => row.orderId,
  kind: movementKind,
}

/** A movement is in the journal only once it has happened. */
const MOVEMENT_STATUS = 'completed'

const moveRoutes = (app: App, { ledger, dailyLimits }: BalanceDeps): void => {
  const move = async (
    type: CashMove['type'],
    request: FastifyRequest,
    reply: FastifyReply,
    { amount, clientKey }: { amount: MoveCashRequest['amount']; clientKey: string | undefined },
  ): Promise<MoveCashAnswer> => {
    const moved = await moveCash(ledger, {
      username: callerOf(request).username,
      type,
      amount: parseCash(decimalText(amount)),
      clientKey,
      dailyLimit: dailyLimits[type],
    })
    if (moved.replayed) reply.header('idempotent-replayed', 'true')
    return answer(moved)
  }

  app.route({
    ...deposit,
    handler: async (request, reply) => {
      const clientKey = request.headers['idempotency-key']
      const body = await move('DEPOSIT', request, reply, { ...request.body, clientKey })
      return reply.code(201).send(body)
    },
  })

  app.route({
    ...withdraw,
    handler: async (request, reply) => {
      const clientKey = request.headers['idempotency-key']
      const body = await move('WITHDRAW', request, reply, { ...request.body, clientKey })
      return reply.code(201).send(body)
    },
  })
}

const answer = ({ entry }: Moved): MoveCashAnswer => ({
  success: true,
  message: messageOf(entry),
  transaction_id: entry.transaction_id,
  amount: printCash(entry.amount).replace('-', ''),
  timestamp: entry.created_at,
})

const transaction = (movement: Balanced): Transaction => ({
  ...movementAnswer(movement),
  balance_after: printCash(movement.balanceAfter),
})

const movementAnswer = (movement: Movement): Omit<Transaction, 'balance_after'> => ({
  transaction_id: movement.id,
  transaction_type: movement.type,
  amount: printCash(movement.amount),
  status: MOVEMENT_STATUS,
  description: describeMovement(movement),
  order_id: movement.orderId ?? null,
  created_at: movement.createdAt,
})
