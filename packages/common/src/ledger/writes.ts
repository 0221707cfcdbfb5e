/** The writes that acts are made of. Each is one item of a transaction. */
import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb'
import { minus, ZERO_CASH, type Cash } from '@cnop/money/scaled'
import { z } from 'zod'

import { cashField } from '../dynamodb/fields.ts'
import { CASH_KEY, userPartition } from './keys.ts'

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

/**
 * Adds `change` cents to the available balance and counts one journal entry. Taking money is conditioned
 * on enough being available, decided by the database as it writes.
 */
export const cashUpdate = (
  table: string,
  username: string,
  change: Cash,
  now: string,
): WriteItem => ({
  Update: {
    TableName: table,
    Key: { pk: userPartition(username), sk: CASH_KEY },
    UpdateExpression: 'SET updated_at = :now ADD available :change, entries :one, version :one',
    ConditionExpression:
      change < 0n ? 'attribute_exists(pk) AND available >= :needed' : 'attribute_exists(pk)',
    ExpressionAttributeValues: {
      ':change': z.encode(cashField, change),
      ':now': now,
      ':one': 1,
      ...(change < 0n ? { ':needed': z.encode(cashField, minus(ZERO_CASH, change)) } : {}),
    },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  },
})
