import { API_BASE } from '@cnop/contracts/internal'
import { Pool } from 'undici'
import { z } from 'zod'

const PASSWORD = 'Correct-Horse-7'
const CONNECTIONS = 64

export type ApiClient = {
  /** Rejects unless it succeeds. */
  readonly send: (
    method: 'GET' | 'POST',
    path: string,
    body?: object,
    token?: string,
  ) => Promise<unknown>
  /** Someone new with a million dollars; their access token. */
  readonly openAccount: (username: string) => Promise<string>
  readonly close: () => Promise<void>
}

/** A client that costs little, as it shares the machine with what it measures. */
export const apiClient = (gatewayUrl: string): ApiClient => {
  const pool = new Pool(gatewayUrl, { connections: CONNECTIONS })
  const send: ApiClient['send'] = async (method, path, body, token) => {
    const answer = await pool.request({
      method,
      path: `${API_BASE}${path}`,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    })
    const content: unknown = await answer.body.json()
    if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(content)}`)
    return content
  }
  return {
    send,
    openAccount: async (username) => {
      const person = { username, email: `${username}@example.com`, password: PASSWORD }
      await send('POST', '/auth/register', { ...person, first_name: 'Bench', last_name: 'Trader' })
      const login = await send('POST', '/auth/login', { username, password: PASSWORD })
      const token = z.object({ access_token: z.string() }).parse(login).access_token
      await send('POST', '/balance/deposit', { amount: '1000000' }, token)
      return token
    },
    close: () => pool.close(),
  }
}
