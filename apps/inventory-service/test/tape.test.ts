import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { printPrice } from '@cnop/money/text'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { parseCatalogue } from '#src/domain/catalogue'
import { Halts } from '#src/domain/halts'
import { Market } from '#src/domain/market'
import { MarketFeed } from '#src/domain/market-feed'
import { SimulatedCandles } from '#src/domain/simulated-candles'
import { parseTape, playTape, type Tape } from '#src/domain/tape'
import { playbackOf } from '#src/feed/tape-player'
import { recordTape } from '#src/feed/tape-recorder'

import entries from '../src/data/assets.json' with { type: 'json' }

const SECOND_MS = 1_000
const START = Date.UTC(2026, 0, 15, 12)
const catalogue = parseCatalogue(entries)

let directory: string
let file: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tape-'))
  file = join(directory, 'tape.jsonl')
})
afterEach(() => rmSync(directory, { recursive: true }))

/** A minute of the simulated market on tape, and what it showed in each second. */
const recorded = async (): Promise<{ tape: Tape; shown: string[] }> => {
  let nowMs = START
  const feed = new MarketFeed(catalogue, 'tape test')
  const market = new Market({ catalogue, feed, halts: new Halts(), now: () => new Date(nowMs) })
  const recorder = recordTape(market, file)
  const shown = [bitcoinIn(market)]
  for (let second = 1; second < 60; second += 1) {
    nowMs += SECOND_MS
    market.refresh()
    shown.push(bitcoinIn(market))
  }
  await recorder.stop()
  return { tape: parseTape(await readFile(file, 'utf8')), shown }
}

const bitcoinIn = (market: Market): string => printPrice(market.listed('BTC').figures.price)

/** A market that plays the tape, and a clock that runs on by a second. */
const playing = (tape: Tape, speed: number) => {
  const beginMs = START + 1_000_000_000
  let nowMs = beginMs
  const feed = new MarketFeed(catalogue, 'tape test', playTape(tape, beginMs, speed))
  const market = new Market({ catalogue, feed, halts: new Halts(), now: () => new Date(nowMs) })
  return {
    feed,
    market,
    next: (): string => {
      nowMs += SECOND_MS
      market.refresh()
      return bitcoinIn(market)
    },
  }
}

describe('a tape', () => {
  it('plays what was recorded, second by second, and begins again at its end', async () => {
    const { tape, shown } = await recorded()
    const { market, next } = playing(tape, 1)
    const played = [bitcoinIn(market), ...Array.from({ length: 119 }, next)]
    expect(played).toEqual([...shown, ...shown])
  })

  it('plays faster', async () => {
    const { tape, shown } = await recorded()
    const { market, next } = playing(tape, 10)
    const played = [bitcoinIn(market), ...Array.from({ length: 5 }, next)]
    expect(played).toEqual([0, 10, 20, 30, 40, 50].map((second) => shown[second]))
  })

  it('is never taken for the real market, whatever was recorded', async () => {
    const { market } = playing((await recorded()).tape, 1)
    for (const { figures, status } of market.snapshot.assets)
      expect([figures.source, status]).toEqual(['simulated', 'simulated'])
  })

  it('has candles that lead up to its beginning and hold what it plays', async () => {
    const { tape, shown } = await recorded()
    const { feed, market, next } = playing(tape, 1)
    Array.from({ length: 30 }, next)
    const { asset } = market.listed('BTC')
    const beginMs = START + 1_000_000_000
    const [before, now] = await new SimulatedCandles(feed).candles(asset, {
      interval: '1m',
      starts: [beginMs - 60 * SECOND_MS, beginMs],
      nowMs: beginMs + 30 * SECOND_MS,
    })
    const played = shown.slice(0, 31).map(Number)
    expect(Number(before?.close) / 1e12 / (played[0] ?? 0)).toBeCloseTo(1, 3)
    expect(now).toMatchObject({ state: 'forming' })
    expect(Number(printPrice(now?.high ?? asset.reference.price))).toBe(Math.max(...played))
    expect(Number(printPrice(now?.low ?? asset.reference.price))).toBe(Math.min(...played))
  })

  it('is recorded on behind what the file holds', async () => {
    await recorded()
    const once = (await readFile(file, 'utf8')).length
    await recorded()
    expect((await readFile(file, 'utf8')).length).toBe(2 * once)
  })

  it.each([
    ['nothing', '', 'the tape is empty'],
    ['something else', '{"at":"2026-01-15T12:00:00Z","prices":{}}\nnonsense\n', 'line 2'],
    ['a price of nothing', '{"at":"2026-01-15T12:00:00Z","prices":{"BTC":"0.00"}}', 'line 1'],
  ])('of %s is refused', async (_what, text, reason) => {
    writeFileSync(file, text)
    await expect(playbackOf({ PRICE_SOURCE: `tape:${file}`, TAPE_SPEED: 1 })).rejects.toThrow(
      reason,
    )
  })
})
