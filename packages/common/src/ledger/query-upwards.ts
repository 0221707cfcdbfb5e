import { QueryCommand } from '@aws-sdk/lib-dynamodb'

import { LEDGER } from '../dynamodb/tables.ts'
import type { TimeQuery } from './by-time.ts'
import { AT_ONCE, END, firstUlidOf } from './by-time.ts'
import { inTurn } from './in-turn.ts'
import { userPartition } from './keys.ts'
import type { Ledger } from './ledger.ts'
import { timeOf } from './new-id.ts'

type UpwardQuery = Pick<TimeQuery, 'username' | 'index' | 'prefix' | 'limit'> & {
  /** Unix time in milliseconds, included. */
  readonly sinceMs: number
  readonly fields: readonly string[]
}

type UpwardPage = {
  /** Oldest first. */
  readonly items: Record<string, unknown>[]
  /** The time of the last of them, when there are more; `undefined`: these are all. */
  readonly readToMs: number | undefined
}

/** Up to `limit` items of one kind from a moment on, oldest first; strongly consistent. */
export const queryUpwards = async (
  { database }: Ledger,
  { username, index, prefix, limit, sinceMs, fields }: UpwardQuery,
): Promise<UpwardPage> => {
  const items: Record<string, unknown>[] = []
  let startKey: Record<string, unknown> | undefined
  do {
    const page = new QueryCommand({
      TableName: database.tableName(LEDGER.name),
      IndexName: index.name,
      KeyConditionExpression: 'pk = :user AND #at BETWEEN :lowest AND :highest',
      ProjectionExpression: fields.map((field) => `#${field}`).join(', '),
      ExpressionAttributeNames: {
        '#at': index.sortKey,
        ...Object.fromEntries(fields.map((field) => [`#${field}`, field])),
      },
      ExpressionAttributeValues: {
        ':user': userPartition(username),
        ':lowest': `${prefix}${firstUlidOf(sinceMs)}`,
        ':highest': `${prefix}${END}`,
      },
      Limit: Math.min(AT_ONCE, limit - items.length),
      ConsistentRead: true,
      ...(startKey === undefined ? {} : { ExclusiveStartKey: startKey }),
    })
    const { Items = [], LastEvaluatedKey } = await inTurn(username, () =>
      database.documents.send(page),
    )
    items.push(...Items)
    startKey = LastEvaluatedKey
  } while (startKey !== undefined && items.length < limit)
  const last = startKey === undefined ? undefined : String(startKey[index.sortKey])
  return { items, readToMs: last === undefined ? undefined : timeOf(last.slice(prefix.length)) }
}
