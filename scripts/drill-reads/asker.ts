import { API_BASE } from '@cnop/contracts/internal'
import { Pool } from 'undici'

export type Answer = {
  readonly status: number
  readonly ms: number
  readonly retryAfterSeconds: number
  readonly text: string
  /** The header `Link`, of a download with more parts. */
  readonly link: string
}

export type Asker = {
  readonly ask: (method: 'GET' | 'POST', path: string, body?: object) => Promise<Answer>
  readonly close: () => Promise<void>
}

const CONNECTIONS = 32

/** Requests as one user; every answer is timed, whatever its status. */
export const askerOf = (gatewayUrl: string, token: string): Asker => {
  const pool = new Pool(gatewayUrl, { connections: CONNECTIONS })
  return {
    ask: async (method, path, body) => {
      const begun = performance.now()
      const answer = await pool.request({
        method,
        path: `${API_BASE}${path}`,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body: body === undefined ? null : JSON.stringify(body),
      })
      const text = await answer.body.text()
      return {
        status: answer.statusCode,
        ms: performance.now() - begun,
        retryAfterSeconds: Number(answer.headers['retry-after'] ?? 0),
        text,
        link: String(answer.headers['link'] ?? ''),
      }
    },
    close: () => pool.close(),
  }
}
