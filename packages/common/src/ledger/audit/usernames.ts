import { ScanCommand } from '@aws-sdk/lib-dynamodb'

import { LEDGER } from '../../dynamodb/tables.ts'
import { userPartition, usernameIn } from '../keys.ts'
import type { Ledger } from '../ledger.ts'

/** Sorts after every sort key there is. */
const END = '~'

/**
 * Everyone who has anything in the ledger, in the order the database keeps them, beginning after someone.
 * Reads one item of each: a scan that goes on from beyond the last key of a partition finds the next one.
 */
export async function* usernames({ database }: Ledger, after?: string): AsyncGenerator<string> {
  let startKey = after === undefined ? undefined : { pk: userPartition(after), sk: END }
  for (;;) {
    const { Items = [], LastEvaluatedKey } = await database.documents.send(
      new ScanCommand({
        TableName: database.tableName(LEDGER.name),
        ProjectionExpression: 'pk',
        Limit: 1,
        ...(startKey === undefined ? {} : { ExclusiveStartKey: startKey }),
      }),
    )
    const pk = String(Items[0]?.['pk'])
    if (Items.length === 0) return
    if (pk.startsWith(userPartition(''))) yield usernameIn(pk)
    if (LastEvaluatedKey === undefined) return
    startKey = { pk, sk: END }
  }
}
