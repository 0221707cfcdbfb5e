import { CandlePage, Closes, PastPrices, INTERVAL_MS, type Candle } from '@cnop/contracts/candles'
import { Problem } from '@cnop/contracts/errors'
import { Asset } from '@cnop/contracts/inventory'
import { parseCash, parsePrice, printPrice } from '@cnop/money/text'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { START, startInventoryService, type InventoryService } from './inventory-service.ts'

let service: InventoryService

beforeEach(async () => {
  service = await startInventoryService()
})
afterEach(async () => await service.app.close())

const INTERVALS = ['1m', '5m', '1h', '1d'] as const
const iso = (ms: number) => new Date(ms).toISOString()

const candlesOf = async (query: string, id = 'BTC'): Promise<Candle[]> => {
  const answer = await service.app.inject(`/inventory/assets/${id}/candles?${query}`)
  expect(answer.statusCode, answer.body).toBe(200)
  return CandlePage.strict().parse(answer.json()).candles
}

const refusalOf = async (url: string) => {
  const answer = await service.app.inject(url)
  expect(answer.statusCode, url).toBe(422)
  return Problem.parse(answer.json()).errors?.[0]
}

describe('GET /inventory/assets/:id/candles', () => {
  it.each(INTERVALS)(
    '200: by default the last 200 of %s, in a row, with sound prices',
    async (interval) => {
      service.advance(31_000)
      const candles = await candlesOf(`interval=${interval}`, 'shib')
      expect(candles).toHaveLength(200)
      const step = INTERVAL_MS[interval]
      const last = Math.floor((START + 31_000) / step) * step
      expect(candles.map(({ time }) => Date.parse(time))).toEqual(
        candles.map((_, index) => last - (199 - index) * step),
      )
      for (const { time, volume, ...prices } of candles) {
        const [open, high, low, close] = [prices.open, prices.high, prices.low, prices.close].map(
          parsePrice,
        )
        expect(low, time).toBeGreaterThan(0n)
        for (const price of [open, close]) {
          expect(price, time).toBeGreaterThanOrEqual(low ?? 0n)
          expect(price, time).toBeLessThanOrEqual(high ?? 0n)
        }
        expect(parseCash(volume ?? ''), time).toBeGreaterThan(0n)
      }
    },
  )

  it.each([
    ['1d', '1h', 'BTC'],
    ['1h', '5m', 'PEPE'],
    ['1h', '1m', 'USDT'],
    ['5m', '1m', 'PAXG'],
  ] as const)(
    '200: a candle of %s is the fold of its candles of %s, volume too (%s)',
    async (coarse, fine, id) => {
      for (let back = 1; back <= 12; back += 1) {
        const from =
          Math.floor(START / INTERVAL_MS[coarse]) * INTERVAL_MS[coarse] - back * INTERVAL_MS[coarse]
        const span = `from=${iso(from)}&to=${iso(from + INTERVAL_MS[coarse])}`
        const [whole] = await candlesOf(`interval=${coarse}&${span}`, id)
        const parts = await candlesOf(`interval=${fine}&${span}`, id)
        expect(parts).toHaveLength(INTERVAL_MS[coarse] / INTERVAL_MS[fine])
        const [highs, lows] = [
          parts.map(({ high }) => parsePrice(high)),
          parts.map(({ low }) => parsePrice(low)),
        ]
        const volume = parts.reduce((sum, part) => sum + parseCash(part.volume ?? ''), 0n)
        expect(whole).toMatchObject({
          open: parts.at(0)?.open,
          close: parts.at(-1)?.close,
          high: printPrice(highs.reduce((a, b) => (a > b ? a : b))),
          low: printPrice(lows.reduce((a, b) => (a < b ? a : b))),
        })
        expect(parseCash(whole?.volume ?? '')).toBe(volume)
      }
    },
  )

  it('200: the high and the low of 24 hours hold every minute of them', async () => {
    service.advance(31_000)
    const asset = Asset.parse((await service.app.inject('/inventory/assets/PEPE')).json())
    const from = iso(START - 23 * 3_600_000)
    const hours = await candlesOf(`interval=1h&from=${from}`, 'PEPE')
    for (const { high, low } of hours) {
      expect(parsePrice(high)).toBeLessThanOrEqual(parsePrice(asset.high_24h))
      expect(parsePrice(low)).toBeGreaterThanOrEqual(parsePrice(asset.low_24h))
    }
  })

  it('200: the last one is still forming and closes at the price the list shows', async () => {
    service.advance(31_000)
    const candles = await candlesOf('interval=1m')
    const asset = Asset.parse((await service.app.inject('/inventory/assets/BTC')).json())
    expect(candles.at(-1)).toMatchObject({
      state: 'forming',
      close: asset.price_usd,
      time: iso(START),
    })
    expect(candles.slice(0, -1).every(({ state }) => state === 'closed')).toBe(true)
  })

  it('200: a closed candle stays as it is, and another replica shows the same', async () => {
    const query = `interval=5m&from=${iso(START - 3_600_000)}&to=${iso(START)}`
    const before = await candlesOf(query)
    service.advance(86_400_000)
    expect(await candlesOf(query)).toEqual(before)
    const replica = await startInventoryService()
    const answer = await replica.app.inject(`/inventory/assets/BTC/candles?${query}`)
    expect(answer.json().candles).toEqual(before)
    await replica.app.close()
  })

  it('200: an interval opens and closes where the shorter ones inside it do', async () => {
    const query = `from=${iso(START - 3_600_000)}&to=${iso(START)}`
    const minutes = await candlesOf(`interval=1m&${query}`)
    const [hour] = await candlesOf(`interval=1h&${query}`)
    expect(minutes).toHaveLength(60)
    expect(hour).toMatchObject({ open: minutes[0]?.open, close: minutes[59]?.close })
  })

  it('200: the range begins with the candle its start lies in and ends before its end', async () => {
    const from = iso(START - 3 * 60_000 + 1)
    const candles = await candlesOf(`interval=1m&from=${from}&to=${iso(START - 60_000)}`)
    expect(candles.map(({ time }) => time)).toEqual([iso(START - 180_000), iso(START - 120_000)])
  })

  it('200: of the future there is nothing yet', async () => {
    expect(await candlesOf(`interval=1h&from=${iso(START + 3_600_000)}`)).toEqual([])
    const running = await candlesOf(
      `interval=1h&from=${iso(START)}&to=${iso(START + 10 * 3_600_000)}`,
    )
    expect(running.map(({ state }) => state)).toEqual(['forming'])
  })

  it('200: a thousand in one answer', async () => {
    expect(await candlesOf(`interval=1d&from=${iso(START - 999 * 86_400_000)}`)).toHaveLength(1_000)
  })

  it('422: more than a thousand, with the moment to ask from instead', async () => {
    const ask = (from: string) => `/inventory/assets/BTC/candles?interval=1m&from=${from}`
    const refusal = await refusalOf(ask(iso(START - 1_000 * 60_000)))
    expect(refusal?.field).toBe('from')
    const from = /from (\S+Z)/.exec(refusal?.message ?? '')?.[1] ?? ''
    expect(await candlesOf(`interval=1m&from=${from}`)).toHaveLength(1_000)
  })

  it.each([
    ['no interval', '', 'interval'],
    ['an interval there is not', 'interval=3m', 'interval'],
    ['a start that is no time', 'interval=1m&from=yesterday', 'from'],
    ['an end before the start', `interval=1m&from=${iso(START)}&to=${iso(START - 1)}`, 'from'],
    ['an unknown field', 'interval=1m&limit=3', 'limit'],
  ])('422: %s', async (_what, query, field) => {
    expect((await refusalOf(`/inventory/assets/BTC/candles?${query}`))?.field).toBe(field)
  })

  it('404: an asset that is not traded', async () => {
    const answer = await service.app.inject('/inventory/assets/NOPE/candles?interval=1m')
    expect(answer.statusCode).toBe(404)
    expect(Problem.parse(answer.json()).code).toBe('ASSET_NOT_FOUND')
  })
})

describe('GET /internal/candles/closes', () => {
  it('200: the closes of several assets are those of their candles', async () => {
    service.advance(90_000)
    const range = `interval=1d&from=${iso(START - 30 * 86_400_000)}`
    const answer = await service.app.inject(
      `/internal/candles/closes?asset_ids=btc,ETH,BTC,NOPE&${range}`,
    )
    expect(answer.statusCode, answer.body).toBe(200)
    const { assets } = Closes.parse(answer.json())
    expect(assets.map(({ asset_id }) => asset_id)).toEqual(['BTC', 'ETH'])
    for (const { asset_id, closes } of assets) {
      const candles = await candlesOf(range, asset_id)
      expect(closes.map(({ time, close }) => ({ time, close }))).toEqual(
        candles.map(({ time, close }) => ({ time, close })),
      )
      expect(closes.at(0)?.closed_at).toBe(candles[1]?.time)
      expect(closes.at(-1)).toMatchObject({ state: 'forming', closed_at: iso(START + 90_000) })
    }
  })

  it('422: more closes than one answer holds', async () => {
    const ids = (await service.app.inject('/inventory/assets'))
      .json()
      .assets.map((asset: { asset_id: string }) => asset.asset_id)
      .join(',')
    const url = `/internal/candles/closes?asset_ids=${ids}&interval=1h&from=${iso(START - 999 * 3_600_000)}`
    expect((await refusalOf(url))?.field).toBe('asset_ids')
  })

  it.each(['', 'asset_ids=', 'asset_ids=BTC,?'])('422: asset ids as in "%s"', async (ids) => {
    const url = `/internal/candles/closes?interval=1d&${ids}`
    expect((await refusalOf(url))?.field).toMatch(/^asset_ids/)
  })
})

describe('GET /internal/candles/prices', () => {
  it('200: a price is the close of the last minute that had ended', async () => {
    service.advance(90_000)
    const at = [iso(START - 3_600_000), iso(START - 3_570_001)]
    const answer = await service.app.inject(
      `/internal/candles/prices?asset_ids=btc,NOPE&at=${at.join(',')}`,
    )
    expect(answer.statusCode, answer.body).toBe(200)
    const [minute] = await candlesOf(
      `interval=1m&from=${iso(START - 3_660_000)}&to=${iso(START - 3_600_000)}`,
      'BTC',
    )
    const known = { price: minute?.close, source: 'simulated', basis: 'minute' }
    expect(PastPrices.parse(answer.json()).assets).toEqual([
      { asset_id: 'BTC', prices: at.map((moment) => ({ at: moment, ...known })) },
    ])
  })

  it('422: more prices than one answer holds, or a moment that is none', async () => {
    const moments = Array.from({ length: 100 }, (_, index) => iso(START - index * 60_000))
    const ids = 'BTC,ETH,SOL,XRP,ADA,DOGE,DOT,LTC,LINK,AVAX,UNI'
    const many = `/internal/candles/prices?asset_ids=${ids}&at=${moments.join(',')}`
    expect((await refusalOf(many))?.field).toBe('asset_ids')
    const none = '/internal/candles/prices?asset_ids=BTC&at=yesterday'
    expect((await refusalOf(none))?.field).toMatch(/^at/)
  })
})
