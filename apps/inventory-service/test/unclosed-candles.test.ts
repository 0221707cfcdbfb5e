import type { Database } from '@cnop/common/dynamodb/client'
import { testDatabase } from '@cnop/common/testing/test-database'
import type { CandleInterval } from '@cnop/contracts/candles'
import { parseCash, parsePrice, printPrice } from '@cnop/money/text'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { parseCatalogue } from '#src/domain/catalogue'
import { MarketFeed } from '#src/domain/market-feed'
import { RecordedCandles } from '#src/domain/recorded-candles'
import { SimulatedCandles } from '#src/domain/simulated-candles'
import type { StoredInterval } from '#src/domain/stored-candle'
import { dynamoCandles } from '#src/store/candles'

import entries from '../src/data/assets.json' with { type: 'json' }

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const MIDNIGHT = Date.UTC(2026, 0, 15)
/** The last poll that was answered. */
const LAST_SEEN = MIDNIGHT - 4 * MINUTE_MS

const catalogue = parseCatalogue(entries)
let database: Database

beforeEach(async () => {
  database = await testDatabase()
})
afterEach(() => database.close())

const record = async (interval: StoredInterval, startMs: number, usd: string) => {
  const price = parsePrice(usd)
  const candle = { startMs, open: price, high: price, low: price, close: price }
  await dynamoCandles(database).write(interval, [{ assetId: 'BTC', candle }])
}

/** The hours of a day from 100 on, a dollar more each, the last of which is there in minutes alone. */
const recordYesterday = async () => {
  for (let hour = 0; hour < 23; hour += 1)
    await record('1h', MIDNIGHT - DAY_MS + hour * HOUR_MS, String(100 + hour))
  await record('1m', MIDNIGHT - 30 * MINUTE_MS, '150')
}

/** The last close that is over at a moment, of a market that was last seen at 160. */
const lastClose = async (
  interval: CandleInterval,
  { nowMs, source }: { nowMs: number; source: 'coingecko' | 'simulated' },
) => {
  const feed = new MarketFeed(catalogue, 'test')
  const price = parsePrice('160')
  const figures = {
    price,
    observedAt: new Date(LAST_SEEN),
    change24hBasisPoints: 0n,
    high24h: price,
    low24h: price,
    hourly: [],
    marketCap: parseCash('1.00'),
    volume24h: parseCash('24.00'),
  }
  const sinceMs = MIDNIGHT
  const rest = { source, sinceMs, refreshMs: 5 * MINUTE_MS, callsUsed: 1 }
  feed.take({ ...rest, figures: new Map([['BTC', figures]]) })
  const store = dynamoCandles(database)
  const history = new RecordedCandles({ feed, store, simulated: new SimulatedCandles(feed) })
  const bitcoin = catalogue.find(({ assetId }) => assetId === 'BTC')
  if (bitcoin === undefined) throw new Error('no BTC')
  const lengthMs = interval === '1d' ? DAY_MS : HOUR_MS
  const closes = await history.closes(bitcoin, {
    interval,
    starts: [MIDNIGHT - 2 * lengthMs, MIDNIGHT - lengthMs],
    nowMs,
  })
  const last = closes.at(-1)
  return last && [printPrice(last.close), last.source, last.state]
}

describe('an interval that is over and not closed yet', () => {
  it.each(['coingecko', 'simulated'] as const)(
    'is made of what was recorded in it, and the last price seen, while the source is %s',
    async (source) => {
      await recordYesterday()
      const nowMs = MIDNIGHT + 40 * MINUTE_MS
      expect(await lastClose('1d', { nowMs, source })).toEqual(['160.00', 'coingecko', 'closed'])
      expect(await lastClose('1h', { nowMs, source })).toEqual(['160.00', 'coingecko', 'closed'])
    },
  )

  it('is also a day whose last hour has not been closed for hours', async () => {
    await recordYesterday()
    const nowMs = MIDNIGHT + 5 * HOUR_MS
    expect((await lastClose('1d', { nowMs, source: 'coingecko' }))?.[0]).toBe('160.00')
  })

  it('once closed is what was kept of it', async () => {
    await recordYesterday()
    await record('1d', MIDNIGHT - DAY_MS, '155')
    const nowMs = MIDNIGHT + HOUR_MS
    expect((await lastClose('1d', { nowMs, source: 'coingecko' }))?.[0]).toBe('155.00')
  })
})
