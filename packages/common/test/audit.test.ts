import {
  DeleteCommand,
  NumberValue,
  PutCommand,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/lib-dynamodb'
import { parseCash, parsePrice, parseQuantity } from '@cnop/money/text'
import { beforeAll, describe, expect, it } from 'vitest'

import { OPEN_ORDERS } from '../src/dynamodb/tables.ts'
import { auditLedger } from '../src/ledger/audit/audit-ledger.ts'
import type { Ledger } from '../src/ledger/ledger.ts'
import { moveCash } from '../src/ledger/move-cash.ts'
import { placeWaiting } from '../src/ledger/place-waiting.ts'
import { buy, sell } from '../src/ledger/trade.ts'
import { ledgerTable, openAccount, testLedger } from '../src/testing/test-ledger.ts'

let ledger: Ledger
let users = 0

beforeAll(async () => {
  ledger = await testLedger()
})

/** Someone with a deposit, a withdrawal, a purchase with a quote, a sale, and one of each that waits. */
const activeTrader = async (): Promise<string> => {
  users += 1
  const username = `audited_${users}`
  await openAccount(ledger, username)
  const pay = (type: 'DEPOSIT' | 'WITHDRAW', amount: string) =>
    moveCash(ledger, { username, type, amount: parseCash(amount), clientKey: undefined })
  const order = (side: 'buy' | 'sell', quantity: string) => ({
    username,
    side,
    assetId: 'ETH',
    quantity: parseQuantity(quantity),
    request: `ETH ${quantity}`,
    clientKey: quantity,
    clientOrderId: quantity,
  })
  const at = (price: string, quote?: string) => ({
    price: parsePrice(price),
    source: 'simulated' as const,
    observedAt: '2026-01-31T09:30:00.000Z',
    quote,
  })
  const day = (price: string) => ({
    price: parsePrice(price),
    timeInForce: 'day' as const,
    expiresAt: '2099-01-31T00:00:00.000Z',
  })
  await pay('DEPOSIT', '1000.10')
  await buy(ledger, order('buy', '0.12345678'), at('3211.123456789012', 'a-quote'))
  await sell(ledger, order('sell', '0.02345678'), at('3300.5'))
  await placeWaiting(ledger, order('buy', '0.1'), day('1234.56'))
  await placeWaiting(ledger, order('sell', '0.01'), day('9876.54'))
  await pay('WITHDRAW', '33.33')
  return username
}

const itemsOf = async (username: string): Promise<Record<string, unknown>[]> => {
  const { Items = [] } = await ledger.database.documents.send(
    new QueryCommand({
      TableName: ledgerTable(ledger),
      KeyConditionExpression: 'pk = :user',
      ExpressionAttributeValues: { ':user': `USER#${username}` },
      ConsistentRead: true,
    }),
  )
  return Items
}

const put = async (item: Record<string, unknown>): Promise<void> => {
  await ledger.database.documents.send(
    new PutCommand({ TableName: ledgerTable(ledger), Item: item }),
  )
}

const bookTable = () => ledger.database.tableName(OPEN_ORDERS.name)

/** Where the user's orders that wait stand in the book, and under the day they end on. */
const bookItemsOf = async (username: string): Promise<Record<string, unknown>[]> => {
  const { Items = [] } = await ledger.database.documents.send(
    new ScanCommand({ TableName: bookTable(), ConsistentRead: true }),
  )
  return Items.filter((item) => item['user_key'] === `USER#${username}`)
}

/** Puts an item of the book under another key. */
const move = async (from: Record<string, unknown>, to: Record<string, unknown>): Promise<void> => {
  const TableName = bookTable()
  const Key = { pk: from['pk'], sk: from['sk'] }
  await ledger.database.documents.send(new DeleteCommand({ TableName, Key }))
  await ledger.database.documents.send(new PutCommand({ TableName, Item: to }))
}

/** The same number with its last digit changed. */
const withOneDigitChanged = (text: string): string =>
  text.replace(/\d(?=\D*$)/, (digit) => String((Number.parseInt(digit, 10) + 1) % 10))

/** Numbers that no amount depends on. */
const UNCHECKED = new Set(['CASH.version', 'QUOTE.expires_at'])

describe('the ledger audit', () => {
  it('finds nothing wrong after any of our own acts, and says what it added up', async () => {
    const username = await activeTrader()
    expect(await auditLedger(ledger, { username })).toMatchObject({
      users: 1,
      entries: 5,
      findings: [],
      paid_in: '966.77',
    })
  })

  it('finds one changed digit in every number of every kind of item', async () => {
    const username = await activeTrader()
    const checked: string[] = []
    for (const item of await itemsOf(username))
      for (const [field, value] of Object.entries(item)) {
        const name = `${String(item['sk']).split('#')[0]}.${field}`
        if (!(value instanceof NumberValue) || UNCHECKED.has(name)) continue
        await put({ ...item, [field]: NumberValue.from(withOneDigitChanged(value.value)) })
        const { findings } = await auditLedger(ledger, { username })
        expect(findings, name).not.toEqual([])
        await put(item)
        checked.push(name)
      }
    expect([...new Set(checked)].toSorted()).toEqual([
      'ASSET.available',
      'ASSET.cost',
      'ASSET.held',
      'ASSET.realized',
      'CASH.available',
      'CASH.entries',
      'CASH.held',
      'ENTRY.amount',
      'ORDER.cash_change',
      'ORDER.cost_sold',
      'ORDER.executed_price',
      'ORDER.executed_quantity',
      'ORDER.hold',
      'ORDER.limit_price',
      'ORDER.quantity',
      'ORDER.total',
    ])
    expect((await auditLedger(ledger, { username })).findings).toEqual([])
  })

  it('finds a changed word: the asset, the client’s id, the time', async () => {
    const username = await activeTrader()
    const order = (await itemsOf(username)).find(({ sk }) => String(sk).startsWith('ORDER#'))
    if (order === undefined) throw new Error('no order')
    for (const change of [
      { asset_id: 'BTC' },
      { client_order_id: 'another' },
      { created_at: '2020-01-01T00:00:00.000Z' },
    ]) {
      await put({ ...order, ...change })
      expect(
        (await auditLedger(ledger, { username })).findings,
        JSON.stringify(change),
      ).not.toEqual([])
      await put(order)
    }
  })

  it('finds a waiting order that no price, or no end of day, would find', async () => {
    const username = await activeTrader()
    const places = await bookItemsOf(username)
    expect(places.map(({ pk }) => String(pk).split('#')[0]).toSorted()).toEqual([
      'ETH',
      'ETH',
      'EXPIRY',
      'EXPIRY',
    ])
    for (const place of places) {
      const moved = { ...place, sk: withOneDigitChanged(String(place['sk'])) }
      await move(place, moved)
      const { findings } = await auditLedger(ledger, { username })
      expect(findings.map(({ field }) => field)).toEqual(['open-orders'])
      await move(moved, place)
    }
    expect((await auditLedger(ledger, { username })).findings).toEqual([])
  })

  it('finds a used quote whose order is not there', async () => {
    const username = await activeTrader()
    const quote = (await itemsOf(username)).find(({ sk }) => String(sk).startsWith('QUOTE#'))
    if (quote === undefined) throw new Error('no quote')
    await put({ ...quote, order_id: withOneDigitChanged(String(quote['order_id'])) })
    const { findings } = await auditLedger(ledger, { username })
    expect(findings.map(({ item }) => item)).toEqual(['QUOTE#a-quote'])
  })

  it('finds an item that is gone, doubled or unreadable', async () => {
    const username = await activeTrader()
    const items = await itemsOf(username)
    const entry = items.find(({ sk }) => String(sk).startsWith('ENTRY#'))
    if (entry === undefined) throw new Error('no entry')
    await put({ ...entry, sk: 'ENTRY#second-time' })
    const doubled = await auditLedger(ledger, { username })
    expect(doubled.findings.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['available', 'entries', 'at']),
    )
    await put({ ...entry, sk: 'ENTRY#second-time', amount: 'lots' })
    const unreadable = await auditLedger(ledger, { username })
    expect(unreadable.findings.map(({ item }) => item)).toContain('ENTRY#second-time')
  })

  it('adds up everyone, and money is neither made nor lost between them', async () => {
    const own = await testLedger()
    ledger = own
    await activeTrader()
    await activeTrader()
    const audit = await auditLedger(own)
    expect(audit).toMatchObject({ users: 2, entries: 10, findings: [], paid_in: '1933.54' })
    expect(parseCash(audit.cash) + parseCash(audit.in_trades)).toBe(parseCash(audit.paid_in))
  })
})
