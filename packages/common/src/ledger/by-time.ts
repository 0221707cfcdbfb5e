import { QueryCommand } from '@aws-sdk/lib-dynamodb'

import { LEDGER } from '../dynamodb/tables.ts'
import { userPartition, type ENTRY_PREFIX, type ORDER_PREFIX } from './keys.ts'
import type { Ledger } from './ledger.ts'

export type TimeQuery = {
  readonly username: string
  readonly prefix: typeof ENTRY_PREFIX | typeof ORDER_PREFIX
  readonly limit: number
  /** ULID to start below; `undefined` starts at the newest. */
  readonly before: string | undefined
  /** Only orders of this asset that have filled. */
  readonly assetId?: string
  /** Only what moved the available cash. */
  readonly movements?: boolean
}

type StoredItem = Record<string, unknown>

/** Sorts after every ULID. */
const END = '~'

/** Up to `limit` items of one kind, newest first, from the time index; strongly consistent. */
export const queryByTime = async (ledger: Ledger, query: TimeQuery): Promise<StoredItem[]> => {
  const upper = `${query.prefix}${query.before ?? END}`
  const found: StoredItem[] = []
  let startKey: StoredItem | undefined
  do {
    const { Items = [], LastEvaluatedKey } = await ledger.database.documents.send(
      new QueryCommand(pageInput(ledger, query, upper, startKey)),
    )
    // BETWEEN includes its bounds; the item at the upper one was the last of the page before.
    found.push(...Items.filter((item) => item['at'] !== upper))
    startKey = LastEvaluatedKey
  } while (startKey !== undefined && found.length < query.limit)
  return found.slice(0, query.limit)
}

const pageInput = (
  { database }: Ledger,
  query: TimeQuery,
  upper: string,
  startKey: StoredItem | undefined,
) => ({
  TableName: database.tableName(LEDGER.name),
  IndexName: LEDGER.localIndexes[0].name,
  KeyConditionExpression: 'pk = :user AND #at BETWEEN :lowest AND :upper',
  ...filterOf(query),
  ExpressionAttributeNames: {
    '#at': 'at',
    ...(query.assetId === undefined ? {} : { '#status': 'status' }),
  },
  ExpressionAttributeValues: {
    ':user': userPartition(query.username),
    ':lowest': query.prefix,
    ':upper': upper,
    ...(query.assetId === undefined ? {} : { ':asset': query.assetId, ':filled': 'completed' }),
  },
  // Of one asset there may be few among many: then whole pages are read, not the number wanted.
  ...(query.assetId === undefined ? { Limit: query.limit + 1 } : {}),
  ...(startKey === undefined ? {} : { ExclusiveStartKey: startKey }),
  ScanIndexForward: false,
  ConsistentRead: true,
})

const filterOf = ({ assetId, movements }: TimeQuery): { FilterExpression?: string } => {
  if (assetId !== undefined) return { FilterExpression: 'asset_id = :asset AND #status = :filled' }
  return movements === true ? { FilterExpression: 'attribute_exists(cash_change)' } : {}
}
