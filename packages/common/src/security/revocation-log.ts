import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'

import type { Database } from '../dynamodb/client.ts'
import { integerField } from '../dynamodb/fields.ts'
import { REVOCATIONS } from '../dynamodb/tables.ts'
import type { AccessChange } from './revoked-access.ts'

const PARTITION = 'REVOCATIONS'

const Item = z.object({
  sk: z.string(),
  subject: z.string(),
  state: z.enum(['revoked', 'restored']),
  expires_at: integerField,
})

/**
 * Writes a change of access where every service reads on. Safe to repeat.
 * @throws {AppError} TRY_AGAIN
 */
export const logChange = async (
  { documents, tableName }: Database,
  { id, subject, state, until }: AccessChange,
): Promise<void> => {
  await documents.send(
    new PutCommand({
      TableName: tableName(REVOCATIONS.name),
      Item: { pk: PARTITION, sk: id, subject, state, expires_at: until },
    }),
  )
}

/**
 * The changes after a place in the log, oldest first; strongly consistent.
 * @throws {AppError} TRY_AGAIN
 */
export const changesAfter = async (
  { documents, tableName }: Database,
  id: string,
): Promise<AccessChange[]> => {
  const found: AccessChange[] = []
  let startKey: Record<string, unknown> | undefined
  do {
    const { Items = [], LastEvaluatedKey } = await documents.send(
      new QueryCommand({
        TableName: tableName(REVOCATIONS.name),
        KeyConditionExpression: 'pk = :log AND sk > :after',
        ExpressionAttributeValues: { ':log': PARTITION, ':after': id },
        ConsistentRead: true,
        ...(startKey === undefined ? {} : { ExclusiveStartKey: startKey }),
      }),
    )
    for (const stored of Items) {
      const { sk, subject, state, expires_at } = Item.parse(stored)
      found.push({ id: sk, subject, state, until: expires_at })
    }
    startKey = LastEvaluatedKey
  } while (startKey !== undefined)
  return found
}
