import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'

import entries from '../src/data/assets.json' with { type: 'json' }

type Call = {
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
}

/** A local server that speaks CoinGecko's shapes; the test says what the market does, and how it fails. */
export type FakeCoinGecko = {
  readonly url: string
  /** Calls since the last look. */
  readonly calls: () => Call[]
  /** Fields of a coin's row from now on. */
  readonly set: (coinId: string, fields: Record<string, unknown>) => void
  /** What happens to every call from now on; `undefined`: it is answered. */
  readonly fail: (how: ((response: ServerResponse) => void) | undefined) => void
  readonly close: () => Promise<void>
}

const DAY_MS = 86_400_000

/** The past moves by a tenth about the current price, once around in twenty days. */
export const chartFactorAt = (atMs: number): number =>
  1 + 0.1 * Math.sin((2 * Math.PI * atMs) / (20 * DAY_MS))

const stepOf = (days: number): number => {
  if (days <= 1) return 300_000
  return days <= 90 ? 3_600_000 : DAY_MS
}

const rowOf = ({ coingecko_id, symbol, name, reference_price_usd }: (typeof entries)[number]) => {
  const current_price = Number(reference_price_usd)
  return {
    id: coingecko_id,
    symbol: symbol.toLowerCase(),
    name,
    current_price,
    market_cap: 21_000_000 * current_price,
    market_cap_rank: 1,
    total_volume: 1_000_000 * current_price,
    high_24h: current_price * 1.02,
    low_24h: current_price * 0.97,
    price_change_24h: current_price * 0.0125,
    price_change_percentage_24h: 1.25,
    price_change_percentage_24h_in_currency: 1.25,
    sparkline_in_7d: {
      price: Array.from({ length: 168 }, (_, hour) => current_price * (1 - hour / 10_000)),
    },
  }
}

export const startFakeCoinGecko = async (port = 0): Promise<FakeCoinGecko> => {
  const rows = new Map<string, Record<string, unknown>>(
    entries.map((entry) => [entry.coingecko_id, rowOf(entry)]),
  )
  const calls: Call[] = []
  let failure: ((response: ServerResponse) => void) | undefined

  const marketsAnswer = (query: URLSearchParams) =>
    (query.get('ids') ?? '').split(',').flatMap((id) => {
      const row = rows.get(id)
      return row === undefined ? [] : [{ last_updated: new Date().toISOString(), ...row }]
    })

  const chartAnswer = (id: string, query: URLSearchParams) => {
    const days = Number(query.get('days'))
    const stepMs = stepOf(days)
    const nowMs = Date.now()
    const price = Number(rows.get(id)?.['current_price'])
    const moments = Array.from(
      { length: Math.floor((days * DAY_MS) / stepMs) },
      (_, index) => nowMs - index * stepMs,
    ).toReversed()
    return {
      prices: moments.map((atMs) => [atMs, price * chartFactorAt(atMs)]),
      market_caps: moments.map((atMs) => [atMs, price * 1_000_000]),
      total_volumes: moments.map((atMs) => [atMs, 24_000_000]),
    }
  }

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://fake')
    calls.push({ path: pathname, query: searchParams, headers: request.headers })
    if (failure !== undefined) return failure(response)
    response.setHeader('content-type', 'application/json; charset=utf-8')
    if (pathname === '/coins/markets')
      return response.end(JSON.stringify(marketsAnswer(searchParams)))
    const chart = /^\/coins\/([^/]+)\/market_chart$/.exec(pathname)
    if (chart !== null)
      return response.end(JSON.stringify(chartAnswer(chart[1] ?? '', searchParams)))
    response.statusCode = 404
    return response.end('{"error":"coin not found"}')
  })
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls: () => calls.splice(0),
    set: (coinId, fields) => {
      rows.set(coinId, { ...rows.get(coinId), ...fields })
    },
    fail: (how) => {
      failure = how
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}
