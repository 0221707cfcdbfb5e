import { callerOf } from '@cnop/common/http/authenticate'
import type { App } from '@cnop/common/http/create-app'
import { UlidPosition, decodeCursor, encodeCursor } from '@cnop/common/http/cursor'
import { readCash } from '@cnop/common/ledger/holdings'
import { readJournal, type Movement } from '@cnop/common/ledger/journal'
import type { Ledger } from '@cnop/common/ledger/ledger'
import { moveCash, type CashMove, type Moved } from '@cnop/common/ledger/move-cash'
import {
  deposit,
  getBalance,
  listTransactions,
  withdraw,
  type MoveCashAnswer,
  type MoveCashRequest,
  type Transaction,
} from '@cnop/contracts/balance'
import { Amount, decimalText } from '@cnop/contracts/wire'
import { plus } from '@cnop/money/scaled'
import { parseCash, printCash } from '@cnop/money/text'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'

import { describeMovement, messageOf } from '#src/domain/describe-movement'

const DEFAULT_PAGE = 50

const JournalCursor = z.object({ before: UlidPosition, balance: Amount })

export const balanceRoutes = (app: App, { ledger }: { readonly ledger: Ledger }): void => {
  app.route({
    ...getBalance,
    handler: async (request, reply) => {
      const cash = await readCash(ledger, callerOf(request).username)
      return reply.send({
        current_balance: printCash(plus(cash.available, cash.held)),
        available: printCash(cash.available),
        held: printCash(cash.held),
        currency: 'USD',
        updated_at: cash.updated_at,
      })
    },
  })

  moveRoutes(app, { ledger })

  app.route({
    ...listTransactions,
    handler: async (request, reply) => {
      const { limit = DEFAULT_PAGE, cursor } = request.query
      const from = decodeCursor(JournalCursor, cursor)
      const page = await readJournal(ledger, callerOf(request).username, {
        limit,
        from: from && { before: from.before, balance: parseCash(from.balance) },
      })
      return reply.send({
        transactions: page.movements.map(transaction),
        total_count: page.totalCount,
        next_cursor:
          page.next === undefined
            ? null
            : encodeCursor({ before: page.next.before, balance: printCash(page.next.balance) }),
        has_more: page.next !== undefined,
      })
    },
  })
}

const moveRoutes = (app: App, { ledger }: { readonly ledger: Ledger }): void => {
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

const transaction = (movement: Movement): Transaction => ({
  transaction_id: movement.id,
  transaction_type: movement.type,
  amount: printCash(movement.amount),
  balance_after: printCash(movement.balanceAfter),
  status: 'completed',
  description: describeMovement(movement),
  order_id: movement.orderId ?? null,
  created_at: movement.createdAt,
})
