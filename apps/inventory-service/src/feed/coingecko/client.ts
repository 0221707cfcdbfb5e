import { isNotReached } from '@cnop/common/http/not-reached'
import type { z } from 'zod'

import { ChartAnswer, type ChartPoint } from '#src/feed/coingecko/chart-answer'
import { MarketsAnswer, type MarketRow } from '#src/feed/coingecko/markets-answer'

/** CoinGecko's largest page. */
const PAGE = 250
const TIMEOUT_MS = 5_000
const RETRY_AFTER_MS = 60_000

export type CoinGeckoPlan = 'demo' | 'pro'

const KEY_HEADERS: Readonly<Record<CoinGeckoPlan, string>> = {
  demo: 'x-cg-demo-api-key',
  pro: 'x-cg-pro-api-key',
}

type CoinGeckoOptions = {
  readonly baseUrl: string
  /** Empty: the public API, without a key. */
  readonly apiKey: string
  readonly plan: CoinGeckoPlan
  /** Told of every call that reached CoinGecko or may have: those that count against a budget. */
  readonly onCall: () => Promise<void>
}

/**
 * Why there is no answer to use. `limited`: called too often; `unreachable`: no call was made; `away`: it
 * fails or is silent; `garbage`: it answers something else.
 */
export class CoinGeckoError extends Error {
  override readonly name = 'CoinGeckoError'
  readonly kind: 'limited' | 'unreachable' | 'away' | 'garbage'
  readonly retryAfterMs: number | undefined

  constructor(
    kind: CoinGeckoError['kind'],
    message: string,
    options: { retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
    this.kind = kind
    this.retryAfterMs = options.retryAfterMs
  }
}

/** The real market. Numbers and shapes as in https://docs.coingecko.com/reference/coins-markets. */
export class CoinGecko {
  readonly #options: CoinGeckoOptions

  constructor(options: CoinGeckoOptions) {
    this.#options = options
  }

  /** The current figures of these coins; those CoinGecko does not know are left out. @throws {CoinGeckoError} */
  async markets(coinIds: readonly string[], signal: AbortSignal): Promise<readonly MarketRow[]> {
    const rows: MarketRow[] = []
    for (let at = 0; at < coinIds.length; at += PAGE) {
      const query = {
        vs_currency: 'usd',
        ids: coinIds.slice(at, at + PAGE).join(','),
        per_page: String(PAGE),
        sparkline: 'true',
        price_change_percentage: '24h',
        precision: 'full',
      }
      rows.push(...(await this.#get('coins/markets', query, MarketsAnswer, signal)))
    }
    return rows
  }

  /** Prices of the last `days`, oldest first: five minutes apart for one day, an hour up to 90. @throws {CoinGeckoError} */
  async marketChart(
    coinId: string,
    days: number,
    signal: AbortSignal,
  ): Promise<readonly ChartPoint[]> {
    const query = { vs_currency: 'usd', days: String(days), precision: 'full' }
    return await this.#get(`coins/${coinId}/market_chart`, query, ChartAnswer, signal)
  }

  async #get<Answer>(
    path: string,
    query: Record<string, string>,
    schema: z.ZodType<Answer>,
    signal: AbortSignal,
  ): Promise<Answer> {
    const response = await this.#send(path, query, signal)
    // Until its body is given up or read, the connection is taken.
    if (!response.ok) await response.body?.cancel()
    if (response.status === 429)
      throw new CoinGeckoError('limited', 'called too often', {
        retryAfterMs: retryAfterMs(response.headers.get('retry-after')),
      })
    if (!response.ok) throw new CoinGeckoError('away', `answered ${response.status}`)
    try {
      return schema.parse(await response.json())
    } catch (cause) {
      if (signal.aborted) throw cause
      throw new CoinGeckoError('garbage', `answered something else to ${path}`, { cause })
    }
  }

  async #send(path: string, query: Record<string, string>, signal: AbortSignal): Promise<Response> {
    const { baseUrl, apiKey, plan, onCall } = this.#options
    const url = new URL(`${baseUrl.replace(/\/$/, '')}/${path}`)
    url.search = new URLSearchParams(query).toString()
    const timeout = AbortSignal.timeout(TIMEOUT_MS)
    try {
      const response = await fetch(url, {
        headers: {
          accept: 'application/json',
          ...(apiKey === '' ? {} : { [KEY_HEADERS[plan]]: apiKey }),
        },
        redirect: 'error',
        signal: AbortSignal.any([signal, timeout]),
      })
      await onCall()
      return response
    } catch (cause) {
      if (cause instanceof Error && isNotReached(cause.cause))
        throw new CoinGeckoError('unreachable', 'not reached', { cause })
      await onCall()
      throw new CoinGeckoError('away', timeout.aborted ? 'no answer in time' : 'broke off', {
        cause,
      })
    }
  }
}

/** Seconds or a date (RFC 9110); without one of them, a minute. */
const retryAfterMs = (header: string | null): number => {
  if (header === null) return RETRY_AFTER_MS
  const waitMs = /^\d{1,6}$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now()
  return Number.isFinite(waitMs) ? Math.max(waitMs, 1_000) : RETRY_AFTER_MS
}
