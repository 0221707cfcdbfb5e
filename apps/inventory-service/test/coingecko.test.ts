import type { ServerResponse } from 'node:http'

import { parsePrice } from '@cnop/money/text'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { CoinGecko } from '#src/feed/coingecko/client'

import { startFakeCoinGecko, type FakeCoinGecko } from './fake-coingecko.ts'

let server: FakeCoinGecko
let counted: number

beforeEach(async () => {
  server = await startFakeCoinGecko()
  counted = 0
})
afterEach(async () => await server.close())

const client = (apiKey = '', plan: 'demo' | 'pro' = 'demo') =>
  new CoinGecko({
    baseUrl: server.url,
    apiKey,
    plan,
    onCall: async () => {
      counted += 1
    },
  })

const ask = async (ids: readonly string[] = ['bitcoin'], from = client()) =>
  await from.markets(ids, new AbortController().signal)

describe('a call to CoinGecko', () => {
  it('asks for 250 coins at a time, with all figures', async () => {
    const ids = Array.from({ length: 251 }, (_, index) => `coin-${index}`)
    await ask(ids)
    const calls = server.calls()
    expect(calls.map(({ query }) => query.get('ids')?.split(',').length)).toEqual([250, 1])
    expect(calls[0]?.path).toBe('/coins/markets')
    expect(Object.fromEntries(calls[0]?.query ?? [])).toMatchObject({
      vs_currency: 'usd',
      per_page: '250',
      sparkline: 'true',
      price_change_percentage: '24h',
    })
    expect(counted).toBe(2)
  })

  it.each([
    ['demo', 'x-cg-demo-api-key'],
    ['pro', 'x-cg-pro-api-key'],
  ] as const)('bears the key of a %s plan', async (plan, header) => {
    await ask(['bitcoin'], client('CG-secret', plan))
    expect(server.calls()[0]?.headers[header]).toBe('CG-secret')
  })

  it('bears no key where there is none', async () => {
    await ask()
    expect(Object.keys(server.calls()[0]?.headers ?? {}).join()).not.toContain('x-cg')
  })

  it('reads every figure to its last digit, and a wrong one as none', async () => {
    server.set('bitcoin', {
      current_price: 64_250.123_456_789,
      high_24h: null,
      low_24h: 0,
      market_cap: 'much',
      price_change_percentage_24h: -1.256,
      last_updated: 'yesterday',
    })
    server.set('shiba-inu', { current_price: 1.234_567e-8 })
    const [bitcoin, shiba] = await ask(['bitcoin', 'shiba-inu'])
    expect(bitcoin).toMatchObject({
      price: parsePrice('64250.123456789'),
      change24hBasisPoints: -126n,
      high24h: undefined,
      low24h: undefined,
      marketCap: undefined,
      observedAt: undefined,
    })
    expect(bitcoin?.sparkline).toHaveLength(168)
    expect(shiba?.price).toBe(parsePrice('0.000000012345'))
  })

  it.each([null, 0, -5, 'many', {}, 1e-13, undefined])(
    'reads a price of %j as none',
    async (price) => {
      server.set('bitcoin', { current_price: price })
      expect((await ask())[0]?.price).toBeUndefined()
    },
  )

  it.each<[string, (response: ServerResponse) => void, object]>([
    ['an error', (response) => response.writeHead(500).end(), { kind: 'away' }],
    ['a page', (response) => response.end('<html>'), { kind: 'garbage' }],
    ['an object', (response) => response.end('{"status":{"error_code":1}}'), { kind: 'garbage' }],
    ['half an answer', (response) => response.end('[{"id":"bitc'), { kind: 'garbage' }],
    ['a broken connection', (response) => response.destroy(), { kind: 'away' }],
    [
      'a limit',
      (response) => response.writeHead(429).end(),
      { kind: 'limited', retryAfterMs: 60_000 },
    ],
    [
      'a limit with its end',
      (response) => response.writeHead(429, { 'retry-after': '7' }).end(),
      { kind: 'limited', retryAfterMs: 7_000 },
    ],
    [
      'a redirect',
      (response) => response.writeHead(302, { location: 'http://elsewhere.example' }).end(),
      { kind: 'away' },
    ],
  ])('that is answered with %s fails and says how', async (_what, how, expected) => {
    server.fail(how)
    await expect(ask()).rejects.toMatchObject({ name: 'CoinGeckoError', ...expected })
  })

  it('that is refused leaves its connection, though the answer goes on', async () => {
    let hasLeft = false
    server.fail((response) => {
      response.once('close', () => {
        hasLeft = true
      })
      response.writeHead(500).write('and so on')
    })
    await expect(ask()).rejects.toMatchObject({ kind: 'away' })
    // Sooner than the call's own limit would end it.
    await vi.waitFor(() => expect(hasLeft).toBe(true))
  })

  it('counts when it may have arrived, and not when nobody was reached', async () => {
    server.fail((response) => response.writeHead(500).end())
    await ask().catch(() => {})
    expect(counted).toBe(1)
    const { url } = server
    await server.close()
    const nowhere = new CoinGecko({
      baseUrl: url,
      apiKey: '',
      plan: 'demo',
      onCall: async () => {
        counted += 1
      },
    })
    await expect(ask(['bitcoin'], nowhere)).rejects.toMatchObject({ kind: 'unreachable' })
    expect(counted).toBe(1)
    server = await startFakeCoinGecko()
  })
})
