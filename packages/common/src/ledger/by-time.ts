import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { Period } from '@cnop/contracts/period'
import { encodeTime } from 'ulid'

import { LEDGER } from '../dynamodb/tables.ts'
import { userPartition } from './keys.ts'
import type { Ledger } from './ledger.ts'

export type TimeQuery = {
  readonly username: string
  readonly index: (typeof LEDGER.localIndexes)[number]
  /** What stands before the ULID in the index: `ORDER#`, `ENTRY#`, `<asset>#` or nothing. */
  readonly prefix: string
  readonly limit: number
  /** ULID to start below; `undefined` starts at the newest. */
  readonly before: string | undefined
  readonly period?: Period | undefined
  /** Only items whose fields have these values; `undefined` asks nothing. Others are read and paid for, but not returned. */
  readonly where?: Readonly<Record<string, string | undefined>>
  /** Only items that have this field. Most are expected to: one request reads a page's worth of items. */
  readonly having?: string
}

export type TimePage = {
  /** Newest first. */
  readonly items: StoredItem[]
  /** ULID to go on below. There may be nothing more that fits; `undefined`: there surely is not. */
  readonly next: string | undefined
}

type StoredItem = Record<string, unknown>

/** Sorts after every character of a ULID. */
const END = '~'
/** Sorts before every ULID; a key condition takes no empty text. */
const LOWEST = '0'
/** Items looked at in one request when not all of them fit, and requests before a shorter page is returned. */
const READ_AT_ONCE = 1_000
const MOST_READS = 10
const TIME_LENGTH = 10
const LATEST_MS = 2 ** 48 - 1

/**
 * Up to `limit` items of one kind, newest first; strongly consistent. Of a selection that few items fit
 * a page may be short, or empty, with more to come: what one request reads is bounded.
 */
export const queryByTime = async (ledger: Ledger, query: TimeQuery): Promise<TimePage> => {
  const items: StoredItem[] = []
  let position = query.before
  for (let reads = 1; ; reads += 1) {
    const { Items = [], LastEvaluatedKey } = await ledger.database.documents.send(
      new QueryCommand(pageInput(ledger, query, position)),
    )
    items.push(...Items)
    if (items.length > query.limit) {
      const page = items.slice(0, query.limit)
      return { items: page, next: ulidIn(query, page.at(-1)) }
    }
    if (LastEvaluatedKey === undefined) return { items, next: undefined }
    position = ulidIn(query, LastEvaluatedKey)
    if (reads === MOST_READS) return { items, next: position }
  }
}

const ulidIn = ({ index, prefix }: TimeQuery, item: StoredItem | undefined): string =>
  String(item?.[index.sortKey]).slice(prefix.length)

const pageInput = ({ database }: Ledger, query: TimeQuery, position: string | undefined) => {
  const { username, index, prefix, limit, having } = query
  const { lowest, highest } = bounds(query, position)
  const where = Object.entries(query.where ?? {}).filter(([, value]) => value !== undefined)
  const conditions = [
    ...where.map(([field]) => `#${field} = :${field}`),
    ...(having === undefined ? [] : [`attribute_exists(${having})`]),
  ]
  return {
    TableName: database.tableName(LEDGER.name),
    IndexName: index.name,
    KeyConditionExpression: 'pk = :user AND #at BETWEEN :lowest AND :highest',
    ...(conditions.length === 0 ? {} : { FilterExpression: conditions.join(' AND ') }),
    ExpressionAttributeNames: {
      '#at': index.sortKey,
      ...Object.fromEntries(where.map(([field]) => [`#${field}`, field])),
    },
    ExpressionAttributeValues: {
      ':user': userPartition(username),
      ':lowest': `${prefix}${lowest}`,
      ':highest': `${prefix}${highest}`,
      ...Object.fromEntries(where.map(([field, value]) => [`:${field}`, value])),
    },
    Limit: where.length === 0 ? limit + 1 : READ_AT_ONCE,
    ScanIndexForward: false,
    ConsistentRead: true,
  }
}

/** A key condition takes one range: that of the period, from above cut off at the position. */
const bounds = ({ period }: TimeQuery, position: string | undefined) => {
  const lowest = period?.fromMs === undefined ? LOWEST : firstUlidOf(period.fromMs)
  const ends = [
    ...(period?.toMs === undefined ? [] : [`${firstUlidOf(period.toMs)}${END}`]),
    ...(position === undefined ? [] : [justBelow(position)]),
  ].toSorted()
  const highest = ends[0] ?? END
  // An empty range is no valid condition; this one is, and holds nothing.
  return highest < lowest ? { lowest: END, highest: END } : { lowest, highest }
}

/** The time part of the ULIDs of a millisecond. */
const firstUlidOf = (ms: number): string =>
  encodeTime(Math.min(Math.max(ms, 0), LATEST_MS), TIME_LENGTH)

/** A bound that leaves out a ULID and keeps every smaller one. */
const justBelow = (ulid: string): string =>
  `${ulid.slice(0, -1)}${String.fromCharCode(ulid.charCodeAt(ulid.length - 1) - 1)}${END}`

/** The one item of the journal at a place in time (`ORDER#<ULID>`), if there is one. */
export const readAt = async (
  { database }: Ledger,
  username: string,
  at: string,
): Promise<StoredItem | undefined> => {
  const [index] = LEDGER.localIndexes
  const { Items = [] } = await database.documents.send(
    new QueryCommand({
      TableName: database.tableName(LEDGER.name),
      IndexName: index.name,
      KeyConditionExpression: 'pk = :user AND #at = :at',
      ExpressionAttributeNames: { '#at': index.sortKey },
      ExpressionAttributeValues: { ':user': userPartition(username), ':at': at },
      ConsistentRead: true,
    }),
  )
  return Items[0]
}
