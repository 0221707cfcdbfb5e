import { QueryCommand } from '@aws-sdk/lib-dynamodb'

import { LEDGER } from '../dynamodb/tables.ts'
import { userPartition } from './keys.ts'
import type { Ledger } from './ledger.ts'

const [BY_TIME, TRADES_OF_ASSET] = LEDGER.localIndexes

export type TimeQuery = {
  readonly username: string
  /** Orders and entries in time order, or the filled orders of one asset. */
  readonly index: typeof BY_TIME | typeof TRADES_OF_ASSET
  /** What stands before the ULID in the index: `ORDER#`, `ENTRY#` or `<asset>#`. */
  readonly prefix: string
  readonly limit: number
  /** ULID to start below; `undefined` starts at the newest. */
  readonly before: string | undefined
  /** Only what moved the available cash. */
  readonly movements?: boolean
}

type StoredItem = Record<string, unknown>

/** Sorts after every ULID. */
const END = '~'

/** Up to `limit` items of one kind, newest first; strongly consistent. */
export const queryByTime = async (ledger: Ledger, query: TimeQuery): Promise<StoredItem[]> => {
  const upper = `${query.prefix}${query.before ?? END}`
  const found: StoredItem[] = []
  let startKey: StoredItem | undefined
  do {
    const { Items = [], LastEvaluatedKey } = await ledger.database.documents.send(
      new QueryCommand(pageInput(ledger, query, upper, startKey)),
    )
    // BETWEEN includes its bounds; the item at the upper one was the last of the page before.
    found.push(...Items.filter((item) => item[query.index.sortKey] !== upper))
    startKey = LastEvaluatedKey
  } while (startKey !== undefined && found.length < query.limit)
  return found.slice(0, query.limit)
}

const pageInput = (
  { database }: Ledger,
  { username, index, prefix, limit, movements = false }: TimeQuery,
  upper: string,
  startKey: StoredItem | undefined,
) => ({
  TableName: database.tableName(LEDGER.name),
  IndexName: index.name,
  KeyConditionExpression: 'pk = :user AND #at BETWEEN :lowest AND :upper',
  ...(movements ? { FilterExpression: 'attribute_exists(cash_change)' } : {}),
  ExpressionAttributeNames: { '#at': index.sortKey },
  ExpressionAttributeValues: {
    ':user': userPartition(username),
    ':lowest': prefix,
    ':upper': upper,
  },
  Limit: limit + 1,
  ...(startKey === undefined ? {} : { ExclusiveStartKey: startKey }),
  ScanIndexForward: false,
  ConsistentRead: true,
})
