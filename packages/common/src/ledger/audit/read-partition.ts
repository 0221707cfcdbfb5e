import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'

import { LEDGER } from '../../dynamodb/tables.ts'
import { CashItem, EntryItem, HoldingItem, OrderItem, UsedQuoteItem } from '../items.ts'
import {
  ASSET_PREFIX,
  CASH_KEY,
  ENTRY_PREFIX,
  ORDER_PREFIX,
  QUOTE_PREFIX,
  userPartition,
} from '../keys.ts'
import type { Ledger } from '../ledger.ts'
import { isInBook } from '../open-book.ts'
import { limitOf, readWaiting } from '../settle-waiting.ts'
import type { Partition } from './audit-user.ts'
import { inSlices } from './in-slices.ts'

type StoredItem = Record<string, unknown>

/** An account that is in use while it is read is read again; a busy one at most this often. */
const SNAPSHOT_ATTEMPTS = 5

/** There are more items than were to be read at once. */
export class AccountTooLong extends Error {
  override readonly name = 'AccountTooLong'
}

/**
 * All of one user's items as they stood at one moment. Items are read over several requests, so the
 * balance and the holdings, one of which every act changes, are compared before and after, and the reading
 * is repeated when they have moved on. `undefined`: they moved on every time.
 * @throws {AccountTooLong} beyond `maxItems`
 */
export const readPartition = async (
  ledger: Ledger,
  username: string,
  maxItems = Number.POSITIVE_INFINITY,
): Promise<Partition | undefined> => {
  for (let attempt = 1; attempt <= SNAPSHOT_ATTEMPTS; attempt += 1) {
    const items = await readItems(ledger, username, EVERYTHING, maxItems)
    const after = await readItems(ledger, username, STATE, maxItems)
    if (stateIn(items) === stateIn(after)) return await withBook(ledger, await sortOut(items))
  }
  return undefined
}

type KeyRange = { readonly first: string; readonly last: string }

const EVERYTHING: KeyRange = { first: ' ', last: '~' }
/** Holdings and balance are neighbours. */
const STATE: KeyRange = { first: ASSET_PREFIX, last: CASH_KEY }

const readItems = async (
  { database }: Ledger,
  username: string,
  { first, last }: KeyRange,
  maxItems: number,
): Promise<StoredItem[]> => {
  const items: StoredItem[] = []
  let startKey: StoredItem | undefined
  do {
    const { Items = [], LastEvaluatedKey } = await database.documents.send(
      new QueryCommand({
        TableName: database.tableName(LEDGER.name),
        KeyConditionExpression: 'pk = :user AND sk BETWEEN :first AND :last',
        ExpressionAttributeValues: {
          ':user': userPartition(username),
          ':first': first,
          ':last': last,
        },
        ConsistentRead: true,
        ...(startKey === undefined ? {} : { ExclusiveStartKey: startKey }),
      }),
    )
    items.push(...Items)
    if (items.length > maxItems) throw new AccountTooLong(`more than ${maxItems} items`)
    startKey = LastEvaluatedKey
  } while (startKey !== undefined)
  return items
}

const stateIn = (items: readonly StoredItem[]): string =>
  JSON.stringify(
    items
      .filter(({ sk }) => String(sk) >= STATE.first && String(sk) <= STATE.last)
      .map((item) => Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1))),
  )

/** An order may have been settled since it was read; only one that still waits must be in the book. */
const withBook = async (
  ledger: Ledger,
  partition: Omit<Partition, 'notInBook'>,
): Promise<Partition> => {
  const notInBook: OrderItem[] = []
  for (const order of partition.orders) {
    if (order.status !== 'queued' || (await isInBook(ledger, order, limitOf(order)))) continue
    const stillWaits = await readWaiting(ledger, { user_key: order.pk, order_key: order.sk })
    if (stillWaits !== undefined) notInBook.push(order)
  }
  return { ...partition, notInBook }
}

const sortOut = async (items: readonly StoredItem[]): Promise<Omit<Partition, 'notInBook'>> => {
  const unreadable: { item: string; problem: string }[] = []
  const read = async <Item>(schema: z.ZodType<Item>, prefix: string): Promise<Item[]> =>
    await inSlices(items, (item) => {
      if (!String(item['sk']).startsWith(prefix)) return []
      const result = schema.safeParse(item)
      if (result.success) return [result.data]
      unreadable.push({ item: String(item['sk']), problem: z.prettifyError(result.error) })
      return []
    })
  return {
    cash: (await read(CashItem, CASH_KEY)).at(0),
    holdings: await read(HoldingItem, ASSET_PREFIX),
    entries: await read(EntryItem, ENTRY_PREFIX),
    orders: await read(OrderItem, ORDER_PREFIX),
    usedQuotes: await read(UsedQuoteItem, QUOTE_PREFIX),
    unreadable,
  }
}
