import { randomUUID } from 'node:crypto'

import { API_BASE } from '@cnop/contracts/internal'
import { z } from 'zod'

const Json = z.record(z.string(), z.unknown())
type Json = z.infer<typeof Json>

/** What a client gets: status, headers and the body as JSON. */
export type Answer = {
  readonly status: number
  readonly headers: Headers
  readonly body: Json
}

/** A client of the public API over HTTP, as anyone could write one. */
export const clientOf = (gatewayUrl: string) => {
  let token: string | undefined
  const send = async (
    method: string,
    path: string,
    body?: object,
    more: Record<string, string> = {},
  ): Promise<Answer> => {
    const response = await fetch(`${gatewayUrl}${API_BASE}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...more,
      },
      body: body === undefined ? null : JSON.stringify(body),
    })
    return {
      status: response.status,
      headers: response.headers,
      body: Json.parse(await response.json()),
    }
  }
  return {
    get: (path: string) => send('GET', path),
    post: (path: string, body?: object, more?: Record<string, string>) =>
      send('POST', path, body, more),
    put: (path: string, body: object) => send('PUT', path, body),
    delete: (path: string) => send('DELETE', path),
    logIn: async (username: string, password: string): Promise<Answer> => {
      const answer = await send('POST', '/auth/login', { username, password })
      token = z.string().parse(answer.body['access_token'])
      return answer
    },
  }
}

/** Someone the product has not seen yet. */
export const newPerson = () => ({
  username: `e2e_${randomUUID().replaceAll('-', '').slice(0, 16)}`,
  email: `${randomUUID()}@example.com`,
  password: 'Correct-Horse-7',
  first_name: 'Eve',
  last_name: 'Example',
})
