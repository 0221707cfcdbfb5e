import { DeleteCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'

import type { Database } from '../../dynamodb/client.ts'
import { LEDGER, PORTFOLIO_DAYS } from '../../dynamodb/tables.ts'
import { transact } from '../../dynamodb/transact.ts'
import { OrderItem } from '../items.ts'
import { CASH_KEY, userPartition } from '../keys.ts'
import type { Ledger } from '../ledger.ts'
import { leaveBook } from '../open-book.ts'
import { limitOf } from '../settle-waiting.ts'
import type { WriteItem } from '../writes.ts'

const PAGE = 100

/**
 * Deletes everything of an expired demo account but its cash item, which goes last and with its user (`cashRemoval`).
 * Nothing is added meanwhile, since every act needs the cash item unexpired. Safe to repeat.
 */
export const deleteHistory = async (ledger: Ledger, username: string): Promise<void> => {
  const pk = userPartition(username)
  for await (const item of itemsOf(ledger.database, LEDGER.name, pk)) {
    if (item['sk'] === CASH_KEY) continue
    const order = OrderItem.safeParse(item).data
    if (order?.status === 'queued') {
      const { book, expiry } = leaveBook(ledger, order, limitOf(order))
      await transact(ledger.database, expiry === undefined ? [book] : [book, expiry])
    }
    await deleteItem(ledger.database, LEDGER.name, item)
  }
  for await (const item of itemsOf(ledger.database, PORTFOLIO_DAYS.name, pk))
    await deleteItem(ledger.database, PORTFOLIO_DAYS.name, item)
}

/** The write that deletes the cash item of a demo account, once it has expired. */
export const cashRemoval = ({ database, now }: Ledger, username: string): WriteItem => ({
  Delete: {
    TableName: database.tableName(LEDGER.name),
    Key: { pk: userPartition(username), sk: CASH_KEY },
    ConditionExpression: 'attribute_not_exists(pk) OR demo_until <= :now',
    ExpressionAttributeValues: { ':now': now().toISOString() },
  },
})

type StoredItem = Record<string, unknown>

/** All items of a partition, a page at a time; consistent. */
export async function* itemsOf(
  { documents, tableName }: Database,
  table: string,
  pk: string,
): AsyncGenerator<StoredItem> {
  let startKey: StoredItem | undefined
  do {
    const { Items = [], LastEvaluatedKey } = await documents.send(
      new QueryCommand({
        TableName: tableName(table),
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ConsistentRead: true,
        Limit: PAGE,
        ...(startKey === undefined ? {} : { ExclusiveStartKey: startKey }),
      }),
    )
    yield* Items
    startKey = LastEvaluatedKey
  } while (startKey !== undefined)
}

export const deleteItem = async (
  { documents, tableName }: Database,
  table: string,
  { pk, sk }: StoredItem,
): Promise<void> => {
  await documents.send(new DeleteCommand({ TableName: tableName(table), Key: { pk, sk } }))
}
