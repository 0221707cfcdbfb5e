/** The cash balance: deposits, withdrawals and the journal of every movement. Served by user-service. */
import { z } from 'zod'

import { withTokenOrKey, type Endpoint } from './endpoint.ts'
import { problems } from './errors.ts'
import { Explain, explanations } from './explain.ts'
import { periodQuery } from './period.ts'
import {
  Amount,
  CashInput,
  DOWNLOAD_PARTS,
  IdempotencyHeaders,
  SELECTION_PAGES,
  Timestamp,
  UlidParam,
  csvAnswer,
  pageEnd,
  pageQuery,
  partQuery,
} from './wire.ts'

const tags = ['Balance']

export const TransactionType = z.enum([
  'DEPOSIT',
  'WITHDRAW',
  'ORDER_PAYMENT',
  'ORDER_REFUND',
  'SYSTEM_ADJUSTMENT',
])
export type TransactionType = z.infer<typeof TransactionType>

export const Balance = z
  .object({
    current_balance: Amount.meta({ description: 'available + held' }),
    available: Amount,
    held: Amount.meta({ description: 'Set aside for open orders' }),
    currency: z.literal('USD'),
    updated_at: Timestamp,
    explanation: explanations,
  })
  .meta({ id: 'Balance' })
export type Balance = z.infer<typeof Balance>

export const MoveCashRequest = z.strictObject({ amount: CashInput }).meta({
  id: 'MoveCashRequest',
  examples: [{ amount: '250.00' }],
})
export type MoveCashRequest = z.infer<typeof MoveCashRequest>

export const MoveCashAnswer = z
  .object({
    success: z.literal(true),
    message: z.string(),
    transaction_id: z.string(),
    amount: Amount,
    timestamp: Timestamp,
  })
  .meta({ id: 'MoveCashAnswer' })
export type MoveCashAnswer = z.infer<typeof MoveCashAnswer>

export const Transaction = z
  .object({
    transaction_id: z.string(),
    transaction_type: TransactionType,
    amount: Amount.meta({ description: 'Signed: what the movement added to the balance' }),
    balance_after: Amount,
    status: z.literal('completed'),
    description: z.string(),
    order_id: z.string().nullable(),
    created_at: Timestamp,
  })
  .meta({ id: 'Transaction' })
export type Transaction = z.infer<typeof Transaction>

export const getBalance = {
  method: 'GET',
  url: '/balance',
  config: { access: 'user', limit: 'reads', keyScope: 'read', aliases: ['/auth/balance'] },
  schema: {
    operationId: 'getBalance',
    summary: 'Your cash balance',
    tags,
    ...withTokenOrKey,
    querystring: z.strictObject({ explain: Explain }),
    response: { 200: Balance, ...problems(401, 404, 422, 503) },
  },
} as const satisfies Endpoint

export const deposit = {
  method: 'POST',
  url: '/balance/deposit',
  config: {
    access: 'user',
    limit: 'trading',
    keyScope: 'trade',
    aliases: ['/auth/balance/deposit'],
  },
  schema: {
    operationId: 'deposit',
    summary: 'Add simulated money',
    tags,
    ...withTokenOrKey,
    headers: IdempotencyHeaders,
    body: MoveCashRequest,
    response: { 201: MoveCashAnswer, ...problems(401, 404, 409, 422, 429, 503) },
  },
} as const satisfies Endpoint

export const withdraw = {
  method: 'POST',
  url: '/balance/withdraw',
  config: {
    access: 'user',
    limit: 'trading',
    keyScope: 'trade',
    aliases: ['/auth/balance/withdraw'],
  },
  schema: {
    operationId: 'withdraw',
    summary: 'Take money out',
    tags,
    ...withTokenOrKey,
    headers: IdempotencyHeaders,
    body: MoveCashRequest,
    response: { 201: MoveCashAnswer, ...problems(401, 404, 409, 422, 429, 503) },
  },
} as const satisfies Endpoint

const TransactionFilter = z.strictObject({ type: TransactionType.optional(), ...periodQuery })
export type TransactionFilter = z.infer<typeof TransactionFilter>

export const listTransactions = {
  method: 'GET',
  url: '/balance/transactions',
  config: {
    access: 'user',
    limit: 'reads',
    keyScope: 'read',
    aliases: ['/auth/balance/transactions'],
  },
  schema: {
    operationId: 'listTransactions',
    summary: 'Every movement of the balance, newest first',
    description: SELECTION_PAGES,
    tags,
    ...withTokenOrKey,
    querystring: TransactionFilter.extend(pageQuery),
    response: {
      200: z
        .object({
          transactions: z.array(Transaction),
          total_count: z.int().meta({ description: 'Movements of the account in all' }),
          ...pageEnd,
        })
        .meta({ id: 'TransactionPage' }),
      ...problems(401, 404, 422, 503),
    },
  },
} as const satisfies Endpoint

export const getTransaction = {
  method: 'GET',
  url: '/balance/transactions/:id',
  config: { access: 'user', limit: 'reads', keyScope: 'read' },
  schema: {
    operationId: 'getTransaction',
    summary: 'One movement of the balance',
    tags,
    ...withTokenOrKey,
    params: z.object({ id: UlidParam }),
    response: {
      200: z.object({ success: z.literal(true), data: Transaction.omit({ balance_after: true }) }),
      ...problems(401, 404, 422, 503),
    },
  },
} as const satisfies Endpoint

export const downloadTransactions = {
  method: 'GET',
  url: '/balance/transactions.csv',
  config: {
    access: 'user',
    limit: 'reads',
    keyScope: 'read',
    aliases: ['/auth/balance/transactions.csv'],
  },
  schema: {
    operationId: 'downloadTransactions',
    summary: 'Every movement of the balance as CSV, newest first',
    description: DOWNLOAD_PARTS,
    tags,
    ...withTokenOrKey,
    querystring: TransactionFilter.extend(partQuery),
    response: { 200: csvAnswer, ...problems(401, 404, 422, 429, 503) },
  },
} as const satisfies Endpoint

export const balanceEndpoints: Endpoint[] = [
  getBalance,
  deposit,
  withdraw,
  listTransactions,
  getTransaction,
  downloadTransactions,
]
