import { randomUUID } from 'node:crypto'

import { API_BASE } from '@cnop/contracts/internal'
import { Pool } from 'undici'

/** Something a trader wants to happen once, whatever becomes of the requests for it. */
export type Intent = {
  readonly key: string
  readonly token: string
  readonly path: '/orders' | '/balance/deposit'
  readonly body: object
  /** `undefined` while no answer has decided it. */
  outcome: { readonly id: string } | { readonly refused: string } | undefined
}

const BUY = { order_type: 'market_buy', asset_id: 'BTC', quantity: '0.0001' }
const SELL = { order_type: 'market_sell', asset_id: 'BTC', quantity: '0.0001' }
const WAIT = { order_type: 'limit_buy', asset_id: 'ETH', quantity: '0.01', price: '500' }

const HABITS = [BUY, BUY, SELL, { amount: '1.00' }, BUY, WAIT, SELL, BUY, BUY]

/** The nth thing a trader does: mostly purchases, some sales, orders that wait, deposits. */
export const intentOf = (token: string, nth: number): Intent => {
  const body = HABITS[nth % HABITS.length] ?? BUY
  const path = 'amount' in body ? '/balance/deposit' : '/orders'
  return { key: randomUUID(), token, path, body, outcome: undefined }
}

/** One answer: `status` is undefined when the connection broke. */
export type Answer = {
  readonly path: Intent['path']
  readonly status: number | undefined
  readonly code: string | undefined
  readonly retryAfter: string | undefined
  readonly tookMs: number
}

export type Sender = {
  /** Sends an intent; its outcome stays open when the answer is lost, or says that it is not decided. */
  readonly send: (intent: Intent) => Promise<{ readonly replayed: boolean }>
  readonly get: (path: string, token: string) => Promise<unknown>
  readonly close: () => Promise<void>
}

/** @param onAnswer hears of every answer to an intent. */
export const senderTo = (
  gatewayUrl: string,
  onAnswer: (answer: Answer) => void = () => undefined,
): Sender => {
  const pool = new Pool(gatewayUrl, { connections: 32, headersTimeout: 10_000 })
  return {
    send: async (intent) => {
      const began = performance.now()
      try {
        const answer = await pool.request({
          method: 'POST',
          path: `${API_BASE}${intent.path}`,
          headers: {
            'content-type': 'application/json',
            authorization: `Bearer ${intent.token}`,
            'idempotency-key': intent.key,
          },
          body: JSON.stringify(intent.body),
        })
        const content = asRecord(await answer.body.json())
        onAnswer({
          path: intent.path,
          status: answer.statusCode,
          code: textOf(content['code']),
          retryAfter: textOf(answer.headers['retry-after']),
          tookMs: performance.now() - began,
        })
        if (answer.statusCode === 201)
          intent.outcome = { id: String(content['order_id'] ?? content['transaction_id']) }
        else if (answer.statusCode < 500 && answer.statusCode !== 429)
          intent.outcome = { refused: String(content['code']) }
        return { replayed: answer.headers['idempotent-replayed'] === 'true' }
      } catch {
        const tookMs = performance.now() - began
        onAnswer({
          path: intent.path,
          status: undefined,
          code: undefined,
          retryAfter: undefined,
          tookMs,
        })
        return { replayed: false }
      }
    },
    get: async (path, token) => {
      const headers = { authorization: `Bearer ${token}` }
      const answer = await pool.request({ method: 'GET', path: `${API_BASE}${path}`, headers })
      return await answer.body.json()
    },
    close: () => pool.close(),
  }
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {}
