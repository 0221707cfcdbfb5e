import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { Database } from '@cnop/common/dynamodb/client'
import { MARKET } from '@cnop/common/dynamodb/tables'
import { startFaultProxy } from '@cnop/common/testing/fault-proxy'
import { testDatabase } from '@cnop/common/testing/test-database'
import { CandlePage, Closes, PastPrices, type Candle } from '@cnop/contracts/candles'
import { parseCash, parsePrice } from '@cnop/money/text'
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest'

import { CandleRecorder } from '#src/feed/candle-recorder'
import { dynamoCandles } from '#src/store/candles'

import { chartFactorAt, startFakeCoinGecko, type FakeCoinGecko } from './fake-coingecko.ts'
import { startReplica, type Replica } from './replica.ts'

const WAIT = { timeout: 15_000, interval: 50 }
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

let coinGecko: FakeCoinGecko
let database: Database
const replicas: Replica[] = []

beforeEach(async () => {
  coinGecko = await startFakeCoinGecko()
  coinGecko.set('bitcoin', { current_price: 60_000 })
  database = await testDatabase()
})
afterEach(async () => {
  for (const replica of replicas.splice(0)) await replica.stop()
  await coinGecko.close()
  database.close()
})

const start = async (): Promise<Replica> => {
  const replica = await startReplica({ database, coinGeckoUrl: coinGecko.url })
  replicas.push(replica)
  return replica
}

const candlesOf = async ({ app }: Replica, query: string): Promise<Candle[]> => {
  const answer = await app.inject(`/inventory/assets/BTC/candles?${query}`)
  expect(answer.statusCode, answer.body).toBe(200)
  return CandlePage.parse(answer.json()).candles
}

const backfilled = (replica: Replica) =>
  vi.waitFor(async () => {
    const days = await candlesOf(replica, 'interval=1d')
    expect(days.at(0)?.source).toBe('coingecko')
  }, WAIT)

const iso = (ms: number) => new Date(ms).toISOString()

describe('candles of the real market', () => {
  it('reach back as far as CoinGecko tells, and further as the simulation would have it', async () => {
    const replica = await start()
    await backfilled(replica)
    const hours = await candlesOf(replica, 'interval=1h')
    expect(hours).toHaveLength(200)
    for (const { source, time, close } of hours.slice(0, -1)) {
      expect(source, time).toBe('coingecko')
      const expected = 60_000 * chartFactorAt(Date.parse(time))
      expect(Math.abs(Number(close) / expected - 1), time).toBeLessThan(0.01)
    }
    const days = await candlesOf(replica, `interval=1d&from=${iso(Date.now() - 900 * DAY_MS)}`)
    const firstReal = days.findIndex(({ source }) => source === 'coingecko')
    expect(days.slice(0, firstReal).every(({ source }) => source === 'simulated')).toBe(true)
    const [before, first] = [days[firstReal - 1], days[firstReal]]
    expect(Math.abs(Number(before?.close) / Number(first?.open) - 1)).toBeLessThan(0.02)
  })

  it('are the same at every replica, and their closes are those asked for together', async () => {
    const first = await start()
    await backfilled(first)
    const second = await start()
    const range = `interval=1d&from=${iso(Date.now() - 30 * DAY_MS)}&to=${iso(Date.now() - 2 * DAY_MS)}`
    const candles = await candlesOf(second, range)
    expect(candles).toEqual(await candlesOf(first, range))
    const answer = await second.app.inject(`/internal/candles/closes?asset_ids=BTC&${range}`)
    const closes = Closes.parse(answer.json()).assets[0]?.closes ?? []
    expect(closes.map(({ close }) => close)).toEqual(candles.map(({ close }) => close))
  })

  it('end at the price that is shown', async () => {
    const replica = await start()
    coinGecko.set('bitcoin', { current_price: 61_000 })
    await vi.waitFor(async () => {
      for (const interval of ['1m', '5m', '1h', '1d'])
        expect((await candlesOf(replica, `interval=${interval}`)).at(-1)).toMatchObject({
          close: '61000.00',
          source: 'coingecko',
          state: 'forming',
        })
    }, WAIT)
  })
})

describe('recording prices', () => {
  const figures = (usd: string, observedAt: number) =>
    new Map([
      [
        'BTC',
        {
          price: parsePrice(usd),
          observedAt: new Date(observedAt),
          change24hBasisPoints: 0n,
          high24h: parsePrice(usd),
          low24h: parsePrice(usd),
          hourly: [],
          marketCap: parseCash('1.00'),
          volume24h: parseCash('24.00'),
        },
      ],
    ])

  const stored = async (interval: string) => {
    const { Items = [] } = await database.documents.send(
      new QueryCommand({
        TableName: database.tableName(MARKET.name),
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': `CANDLES#BTC#${interval}` },
      }),
    )
    return Items
  }

  it('writes one item a minute, however many prices it has, and each with an end', async () => {
    const recorder = new CandleRecorder(dynamoCandles(database))
    const start = Date.UTC(2026, 0, 15, 12, 10)
    for (let second = 0; second < 180; second += 10)
      await recorder.record(
        figures(String(100 + second), start + second * 1_000),
        start + second * 1_000,
      )
    expect(await stored('1m')).toHaveLength(2)
    await recorder.flush()
    const minutes = await dynamoCandles(database).read('BTC', '1m', {
      fromMs: start,
      toMs: start + HOUR_MS,
    })
    expect(minutes.map(({ open, high, low, close }) => [open, high, low, close])).toEqual(
      [
        ['100', '150', '100', '150'],
        ['160', '210', '160', '210'],
        ['220', '270', '220', '270'],
      ].map((row) => row.map(parsePrice)),
    )
    for (const item of await stored('1m')) expect(String(item['expires_at'])).toMatch(/\d{10}/)
  })

  it('a price that is only repeated is not seen again', async () => {
    const recorder = new CandleRecorder(dynamoCandles(database))
    const start = Date.UTC(2026, 0, 15, 12)
    await recorder.record(figures('100', start), start)
    await recorder.record(figures('100', start), start + MINUTE_MS)
    await recorder.flush()
    expect(await stored('1m')).toHaveLength(1)
  })

  it('makes hours and days of minutes, also of those another replica wrote', async () => {
    const noon = Date.UTC(2026, 0, 15, 12)
    const first = new CandleRecorder(dynamoCandles(database))
    for (const minute of [0, 20, 40]) {
      const atMs = noon + minute * MINUTE_MS
      await first.record(figures(String(100 + minute), atMs), atMs)
    }
    await first.flush()
    const second = new CandleRecorder(dynamoCandles(database))
    const later = noon + 3 * HOUR_MS
    await second.record(figures('500', later), later)
    const store = dynamoCandles(database)
    const hour = {
      open: parsePrice('100'),
      high: parsePrice('140'),
      low: parsePrice('100'),
      close: parsePrice('140'),
    }
    expect(await store.read('BTC', '1h', { fromMs: noon, toMs: later })).toMatchObject([hour])
    const tomorrow = noon + DAY_MS
    await second.record(figures('500', tomorrow), tomorrow)
    const midnight = Date.UTC(2026, 0, 15)
    expect(await store.read('BTC', '1d', { fromMs: midnight, toMs: midnight + 1 })).toMatchObject([
      { ...hour, high: parsePrice('500'), close: parsePrice('500') },
    ])
  })
})

it('candles the database leaves over are written all the same', async () => {
  const proxy = await startFaultProxy(inject('dynamodbEndpoint'))
  const throttled = await testDatabase(proxy.url)
  let leftOver = 0
  proxy.plan((operation) => {
    if (operation !== 'BatchWriteItem' || leftOver === 8) return 'none'
    leftOver += 1
    return 'left-over'
  })
  const store = dynamoCandles(throttled)
  const price = parsePrice('60000.00')
  const candle = { open: price, high: price, low: price, close: price }
  const starts = Array.from({ length: 30 }, (_, minute) => minute * MINUTE_MS)
  const candles = starts.map((startMs) => ({ assetId: 'BTC', candle: { ...candle, startMs } }))
  await store.write('1m', candles)
  const kept = await store.read('BTC', '1m', { fromMs: 0, toMs: HOUR_MS })
  expect([leftOver, kept.map(({ startMs }) => startMs)]).toEqual([8, starts])
  throttled.close()
  await proxy.close()
})

describe('GET /internal/candles/prices of the real market', () => {
  it('has the finest price recorded of the moment, and says how fine that is', async () => {
    const replica = await start()
    await backfilled(replica)
    const store = dynamoCandles(database)
    const dayMs = Math.floor(Date.now() / DAY_MS) * DAY_MS - 200 * DAY_MS
    const candle = (startMs: number, price: string) => {
      const close = parsePrice(price)
      return [{ assetId: 'BTC', candle: { startMs, open: close, high: close, low: close, close } }]
    }
    const noonMs = dayMs + 12 * HOUR_MS
    await store.write('1d', candle(dayMs - DAY_MS, '1.00'))
    await store.write('1h', candle(noonMs - HOUR_MS, '2.00'))
    await store.write('1m', candle(noonMs + 20 * MINUTE_MS, '3.00'))
    const at = [2, 19, 21, 35.5, 36].map((minutes) => iso(noonMs + minutes * MINUTE_MS))
    const morning = iso(dayMs + 9 * HOUR_MS)
    const answer = await replica.app.inject(
      `/internal/candles/prices?asset_ids=BTC&at=${[morning, ...at].join(',')}`,
    )
    const { assets } = PastPrices.parse(answer.json())
    expect(assets[0]?.prices.map(({ price, basis }) => [price, basis])).toEqual([
      ['1.00', 'day'],
      ['2.00', 'hour'],
      ['2.00', 'hour'],
      ['3.00', 'minute'],
      ['3.00', 'minute'],
      ['2.00', 'hour'],
    ])
    expect(assets[0]?.prices.every(({ source }) => source === 'coingecko')).toBe(true)
  })
})
