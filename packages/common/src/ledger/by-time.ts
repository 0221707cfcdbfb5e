import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb'
import type { Period } from '@cnop/contracts/period'
import { encodeTime } from 'ulid'

import { LEDGER } from '../dynamodb/tables.ts'
import { inTurn } from './in-turn.ts'
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
  /** The fields to return; all of them unless said. The index's own sort key always comes along. */
  readonly fields?: readonly string[] | undefined
  /** Items that may be examined, whether they fit or not. */
  readonly mayExamine?: number
}

export type TimePage = {
  /** Newest first. */
  readonly items: StoredItem[]
  /** ULID to go on below. There may be nothing more that fits; `undefined`: there surely is not. */
  readonly next: string | undefined
  readonly examined: number
}

type StoredItem = Record<string, unknown>

/** Sorts after every character of a ULID. */
export const END = '~'
/** Sorts before every ULID; a key condition takes no empty text. */
const LOWEST = '0'
/** Items that a page of a list examines at most. A page of a selection that few items fit is short, or empty. */
export const MAX_EXAMINED = 500
/** Items of one request: few, as reading them holds others up. */
export const AT_ONCE = 125
/** A request for no more of them waits for no other read of the same user. */
const SHORT = 30
/** Each further request of a selection examines so many times what came before: few requests, little in vain. */
const GROWTH = 4
const TIME_LENGTH = 10
const LATEST_MS = 2 ** 48 - 1

/**
 * Up to `limit` items of one kind, newest first; strongly consistent. Of a selection that few items fit
 * a page may be short, or empty, with more to come: what it examines is bounded.
 */
export const queryByTime = async (ledger: Ledger, query: TimeQuery): Promise<TimePage> => {
  const { limit, mayExamine = MAX_EXAMINED } = query
  const items: StoredItem[] = []
  let position = query.before
  let examined = 0
  let wanted = limit + 1
  for (;;) {
    const count = Math.min(wanted, AT_ONCE, mayExamine - examined)
    const read = await send(ledger, query, { position, count })
    const { Items = [], ScannedCount = count, LastEvaluatedKey } = read
    examined += ScannedCount
    items.push(...Items)
    if (items.length > limit) {
      const page = items.slice(0, limit)
      return { items: page, next: ulidIn(query, page.at(-1)), examined }
    }
    if (LastEvaluatedKey === undefined) return { items, next: undefined, examined }
    position = ulidIn(query, LastEvaluatedKey)
    if (examined >= mayExamine) return { items, next: position, examined }
    wanted = Items.length < ScannedCount ? GROWTH * examined : limit + 1 - items.length
  }
}

const send = async (ledger: Ledger, query: TimeQuery, read: Read): Promise<QueryCommandOutput> => {
  const ask = () => ledger.database.documents.send(new QueryCommand(pageInput(ledger, query, read)))
  return read.count > SHORT ? await inTurn(query.username, ask) : await ask()
}

const ulidIn = ({ index, prefix }: TimeQuery, item: StoredItem | undefined): string =>
  String(item?.[index.sortKey]).slice(prefix.length)

type Read = { readonly position: string | undefined; readonly count: number }

const pageInput = ({ database }: Ledger, query: TimeQuery, { position, count }: Read) => {
  const { username, index, prefix, having, fields } = query
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
    ...(fields === undefined
      ? {}
      : { ProjectionExpression: ['#at', ...fields.map((field) => `#${field}`)].join(', ') }),
    ExpressionAttributeNames: {
      '#at': index.sortKey,
      ...Object.fromEntries((fields ?? []).map((field) => [`#${field}`, field])),
      ...Object.fromEntries(where.map(([field]) => [`#${field}`, field])),
    },
    ExpressionAttributeValues: {
      ':user': userPartition(username),
      ':lowest': `${prefix}${lowest}`,
      ':highest': `${prefix}${highest}`,
      ...Object.fromEntries(where.map(([field, value]) => [`:${field}`, value])),
    },
    Limit: count,
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
export const firstUlidOf = (ms: number): string =>
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
