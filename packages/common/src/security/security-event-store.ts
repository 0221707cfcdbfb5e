import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { Period } from '@cnop/contracts/period'
import { SecurityEvent, type SecurityEventName } from '@cnop/contracts/security-events'
import { decodeTime } from 'ulid'

import type { Database } from '../dynamodb/client.ts'
import { storedItem } from '../dynamodb/stored-item.ts'
import { SECURITY_EVENTS } from '../dynamodb/tables.ts'
import type { SecurityEventSink } from './audit-logger.ts'
import { lowestIdAt } from './time-ids.ts'

const RETENTION_DAYS = 365
const DAY_MS = 86_400_000

/** Sorts after every ULID. */
const END = '~'
/** Events one page examines before it is returned short, or empty, with more to come. */
const MAX_EXAMINED = 500

export type EventQuery = {
  readonly username?: string | undefined
  readonly event?: SecurityEventName | undefined
  readonly period: Period
  readonly limit: number
  /** Id to go on below. */
  readonly before: string | undefined
}

export type EventPage = {
  /** Newest first. */
  readonly events: SecurityEvent[]
  /** Id to go on below; `undefined`: there surely is no more. */
  readonly next: string | undefined
}

export type SecurityEventStore = SecurityEventSink & {
  list(query: EventQuery): Promise<EventPage>
}

const userPartition = (username: string): string => `USER#${username}`
/** `MONTH#2026-01` */
const monthPartition = (isoTime: string): string => `MONTH#${isoTime.slice(0, 7)}`

/** Security events in DynamoDB. @throws {AppError} TRY_AGAIN */
export const dynamoSecurityEvents = (database: Database, now: () => Date): SecurityEventStore => {
  return {
    async append(event) {
      const expires_at = Math.floor(
        (Date.parse(event.created_at) + RETENTION_DAYS * DAY_MS) / 1_000,
      )
      const partitions = [userPartition(event.username), monthPartition(event.created_at)]
      const added = await Promise.all(
        partitions.map(
          async (pk) =>
            await putOnce(
              database,
              { pk, sk: event.event_id, ...event, expires_at },
              event.request_id,
            ),
        ),
      )
      return added.includes(true)
    },

    list: async (query) => await pageOf(database, query, now()),
  }
}

/** Whether this request put it there: the SDK may have repeated a put whose answer was lost. */
const putOnce = async (
  { documents, tableName }: Database,
  Item: Record<string, unknown>,
  requestId: string,
): Promise<boolean> => {
  try {
    await documents.send(
      new PutCommand({
        TableName: tableName(SECURITY_EVENTS.name),
        Item,
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    )
    return true
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error
    return storedItem(error.Item)?.['request_id'] === requestId
  }
}

const pageOf = async (database: Database, query: EventQuery, now: Date): Promise<EventPage> => {
  const { fromMs, toMs } = query.period
  const lower = lowestIdAt(fromMs ?? 0)
  const events: SecurityEvent[] = []
  let below = query.before ?? (toMs === undefined ? END : lowestIdAt(toMs + 1))
  if (below < lower) return { events, next: undefined }
  let mayExamine = MAX_EXAMINED
  for (const { partition, lowest } of partitionsOf(query, now)) {
    let more = true
    while (more) {
      if (mayExamine <= 0) return { events, next: below }
      const found = await read(database, query, { partition, lower, below, mayExamine })
      events.push(...found.events)
      if (events.length > query.limit) {
        const page = events.slice(0, query.limit)
        return { events: page, next: page.at(-1)?.event_id }
      }
      mayExamine -= found.examined
      more = found.readTo !== undefined
      below = found.readTo ?? (lowest < below ? lowest : below)
    }
  }
  return { events, next: undefined }
}

type EventPartition = {
  readonly partition: string
  /** Below every event in it. */
  readonly lowest: string
}

const monthBeginning = (month: Date): EventPartition => ({
  partition: monthPartition(month.toISOString()),
  lowest: lowestIdAt(Date.UTC(month.getUTCFullYear(), month.getUTCMonth())),
})

/** One for a user; for all users the months of the period, newest first. */
const partitionsOf = ({ username, period, before }: EventQuery, now: Date): EventPartition[] => {
  if (username !== undefined) return [{ partition: userPartition(username), lowest: lowestIdAt(0) }]
  const oldest = Math.max(period.fromMs ?? 0, now.getTime() - RETENTION_DAYS * DAY_MS)
  const newest = Math.min(period.toMs ?? Infinity, now.getTime() + DAY_MS)
  const partitions: EventPartition[] = []
  const month = new Date(newest)
  month.setUTCDate(1)
  while (monthPartition(month.toISOString()) >= monthPartition(new Date(oldest).toISOString())) {
    partitions.push(monthBeginning(month))
    month.setUTCMonth(month.getUTCMonth() - 1)
  }
  if (before === undefined) return partitions
  const reached = monthPartition(new Date(decodeTime(before)).toISOString())
  return partitions.filter(({ partition }) => partition <= reached)
}

type Read = {
  readonly partition: string
  readonly lower: string
  readonly below: string
  readonly mayExamine: number
}

const read = async (
  { documents, tableName }: Database,
  { event, limit }: EventQuery,
  { partition, lower, below, mayExamine }: Read,
): Promise<{ events: SecurityEvent[]; readTo: string | undefined; examined: number }> => {
  // Two more: the last of the page before, and one that tells whether there is a next page.
  const Limit = event === undefined ? Math.min(limit + 2, mayExamine) : mayExamine
  const {
    Items = [],
    ScannedCount,
    LastEvaluatedKey,
  } = await documents.send(
    new QueryCommand({
      TableName: tableName(SECURITY_EVENTS.name),
      KeyConditionExpression: 'pk = :partition AND sk BETWEEN :lower AND :below',
      ...(event === undefined ? {} : { FilterExpression: 'event = :event' }),
      ExpressionAttributeValues: {
        ':partition': partition,
        ':lower': lower,
        ':below': below,
        ...(event === undefined ? {} : { ':event': event }),
      },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit,
    }),
  )
  return {
    // BETWEEN includes its ends; the one at the upper was the last of the page before.
    events: Items.filter((item) => item['sk'] !== below).map((item) => SecurityEvent.parse(item)),
    readTo: LastEvaluatedKey === undefined ? undefined : String(LastEvaluatedKey['sk']),
    examined: ScannedCount ?? Limit,
  }
}
