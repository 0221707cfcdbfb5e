/** The writes that acts are made of. Each is one item of a transaction. */
import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb'
import { minus, ZERO_CASH, type Cash } from '@cnop/money/scaled'
import { z } from 'zod'

import { cashField } from '../dynamodb/fields.ts'
import { CASH_KEY } from './keys.ts'

export type WriteItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number]

/** Puts an item that must not be there yet; if it is, the refusal brings it back. */
export const putOnce = (table: string, item: Record<string, unknown>): WriteItem => ({
  Put: {
    TableName: table,
    Item: item,
    ConditionExpression: 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  },
})

/** What happens to a balance. `held` is what open orders set aside; both may be negative. */
export type CashChange = {
  readonly available: Cash
  readonly held?: Cash
  /** Journal items that go with it. */
  readonly entries: number
}

/** What a change of a balance depends on besides what it takes, and writes along. */
export type CashCondition = {
  /** Clauses of the update and condition expressions. */
  readonly set: readonly string[]
  readonly add: readonly string[]
  readonly conditions: readonly string[]
  readonly values: Readonly<Record<string, unknown>>
}

const UNCONDITIONAL: CashCondition = { set: [], add: [], conditions: [], values: {} }

/**
 * Changes a balance. Whatever is taken is conditioned on being there, decided by the database as it
 * writes; so is that a demo account has not expired.
 * @param userKey Partition of the user.
 */
export const cashUpdate = (
  table: string,
  userKey: string,
  { available, held = ZERO_CASH, entries }: CashChange,
  now: string,
  more: CashCondition = UNCONDITIONAL,
): WriteItem => ({
  Update: {
    TableName: table,
    Key: { pk: userKey, sk: CASH_KEY },
    UpdateExpression: [
      'SET',
      ['updated_at = :now', ...more.set].join(', '),
      'ADD',
      ['available :available, held :held, entries :entries, version :one', ...more.add].join(', '),
    ].join(' '),
    ConditionExpression: [
      'attribute_exists(pk)',
      '(attribute_not_exists(demo_until) OR demo_until > :now)',
      ...(available < 0n ? ['available >= :needed'] : []),
      ...(held < 0n ? ['held >= :released'] : []),
      ...more.conditions,
    ].join(' AND '),
    ExpressionAttributeValues: {
      ':available': z.encode(cashField, available),
      ':held': z.encode(cashField, held),
      ':now': now,
      ':entries': entries,
      ':one': 1,
      ...(available < 0n ? { ':needed': z.encode(cashField, minus(ZERO_CASH, available)) } : {}),
      ...(held < 0n ? { ':released': z.encode(cashField, minus(ZERO_CASH, held)) } : {}),
      ...more.values,
    },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  },
})
