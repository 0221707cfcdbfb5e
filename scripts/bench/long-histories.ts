import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb'
import type { Database } from '@cnop/common/dynamodb/client'
import { countConsumption } from '@cnop/common/dynamodb/consumption'
import { LEDGER, OPEN_ORDERS } from '@cnop/common/dynamodb/tables'
import { OrderItem } from '@cnop/common/ledger/items'
import { newOrder, type OrderIntent } from '@cnop/common/ledger/new-order'
import { enterBook, ordersMet } from '@cnop/common/ledger/open-book'
import { price } from '@cnop/money/scaled'
import { parseCash, parsePrice, parseQuantity } from '@cnop/money/text'
import { z } from 'zod'

import type { BenchStack } from './bench-stack.ts'
import { median } from './load.ts'

const BATCH = 25
const SAMPLES = 100
const CROSSING = 10

type Row = Record<string, unknown>

/** First pages of one who has made many orders and of one who has made few, in turn: medians in ms. */
export const firstPages = async (
  stack: BenchStack,
  database: Database,
  count: number,
): Promise<{ readonly long: number; readonly short: number }> => {
  const [long = '', short = ''] = stack.traders
  await writeAll(database, LEDGER.name, orders(database, long, count))
  await writeAll(database, LEDGER.name, orders(database, short, 100))
  const timed = async (username: string): Promise<number> => {
    const begun = performance.now()
    await stack.call('GET', '/orders?limit=50', undefined, username)
    return performance.now() - begun
  }
  const times: { long: number; short: number }[] = []
  for (let sample = 0; sample < SAMPLES; sample += 1)
    times.push({ long: await timed(long), short: await timed(short) })
  return {
    long: median(times.map((each) => each.long)),
    short: median(times.map((each) => each.short)),
  }
}

/** What one look of the matcher costs that a price crosses a few of very many open orders with. */
export const crossingFew = async (
  stack: BenchStack,
  database: Database,
  count: number,
): Promise<{ readonly found: number; readonly requests: number; readonly readUnits: number }> => {
  const [username = ''] = stack.traders
  const far = function* (): Generator<Row> {
    for (let index = 0; index < count; index += 1)
      yield bookItem(database, username, price(parsePrice('100') + BigInt(index)))
    for (let index = 0; index < CROSSING; index += 1)
      yield bookItem(database, username, parsePrice('200'))
  }
  await writeAll(database, OPEN_ORDERS.name, far())
  const cost = { requests: 0, readUnits: 0, writeUnits: 0 }
  const ledger = { database, now: () => new Date() }
  const met = await countConsumption(cost, () =>
    ordersMet(ledger, { assetId: ASSET, side: 'buy', price: parsePrice('150') }),
  )
  return { found: met.length, ...cost }
}

/** One that no replica of the stack matches. */
const ASSET = 'BENCHED'

const intentOf = (username: string, assetId: string): OrderIntent => ({
  username,
  side: 'buy',
  assetId,
  quantity: parseQuantity('0.0001'),
  request: `buy ${assetId} quantity=0.00010000`,
  clientKey: undefined,
  clientOrderId: undefined,
})

function* orders(database: Database, username: string, count: number): Generator<Row> {
  const ledger = { database, now: () => new Date() }
  for (let index = 0; index < count; index += 1) {
    const order = newOrder(ledger, intentOf(username, 'ETH'), {
      status: 'completed',
      total: parseCash('0.30'),
      executed_price: parsePrice('3000'),
    })
    yield z.encode(OrderItem, order)
  }
}

const bookItem = (database: Database, username: string, limit: ReturnType<typeof price>): Row => {
  const ledger = { database, now: () => new Date() }
  const terms = { price: limit, timeInForce: 'gtc' as const, expiresAt: undefined }
  const order = newOrder(
    ledger,
    { ...intentOf(username, ASSET), limit: terms },
    { status: 'queued' },
  )
  return enterBook(ledger, order, limit).book.Put?.Item ?? {}
}

const writeAll = async (
  { documents, tableName }: Database,
  table: string,
  items: Iterable<Row>,
): Promise<void> => {
  let batch: Row[] = []
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return
    const requests = batch.map((Item) => ({ PutRequest: { Item } }))
    await documents.send(new BatchWriteCommand({ RequestItems: { [tableName(table)]: requests } }))
    batch = []
  }
  for (const item of items) {
    batch.push(item)
    if (batch.length === BATCH) await flush()
  }
  await flush()
}
