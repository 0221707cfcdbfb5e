import type { Endpoint } from '@cnop/contracts/endpoint'
import { Problem } from '@cnop/contracts/errors'
import { API_BASE } from '@cnop/contracts/internal'
import type { z } from 'zod'

import { ApiProblem, NetworkError } from './problem'

/** An endpoint whose body, if it has one, is of a known type. */
export type EndpointWith<Body extends z.ZodType> = Endpoint & {
  readonly schema: { readonly body?: Body }
}

export type Call<Body extends z.ZodType> = {
  readonly params?: Record<string, string>
  readonly query?: Record<string, string | number | undefined>
  readonly body?: z.input<Body>
  /** The same key for the same intent, however often it is sent. */
  readonly idempotencyKey?: string
  readonly accessToken?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * One request to the gateway. The answer is checked against the contract, so that what a component gets
 * is what its type says.
 * @throws {ApiProblem} refused @throws {NetworkError} no answer
 */
export const request = async <Answer extends z.ZodType, Body extends z.ZodType>(
  endpoint: EndpointWith<Body>,
  answer: Answer,
  call: Call<Body>,
): Promise<z.output<Answer>> => {
  const response = await send(endpoint, call)
  if (!response.ok) throw await problemOf(response)
  return answer.parse(await bodyOf(response))
}

/** An answer that breaks off half-way is no answer. */
const bodyOf = async (response: Response): Promise<unknown> => {
  try {
    return await response.json()
  } catch (cause) {
    throw new NetworkError(cause)
  }
}

const send = async <Body extends z.ZodType>(
  endpoint: EndpointWith<Body>,
  { params = {}, query = {}, body, idempotencyKey, accessToken, signal }: Call<Body>,
): Promise<Response> => {
  const path = endpoint.url.replace(/:(\w+)/g, (_match, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  )
  const headers = new Headers()
  if (body !== undefined) headers.set('content-type', 'application/json')
  if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey)
  if (accessToken !== undefined) headers.set('authorization', `Bearer ${accessToken}`)
  try {
    return await fetch(`${API_BASE}${path}${queryString(query)}`, {
      method: endpoint.method,
      headers,
      credentials: 'same-origin',
      // A cookie that was traded for a new one must arrive even if the page is reloaded meanwhile.
      keepalive: endpoint.config.access === 'cookie',
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal ?? null,
    })
  } catch (cause) {
    if (signal?.aborted === true) throw cause
    throw new NetworkError(cause)
  }
}

const queryString = (query: Record<string, string | number | undefined>): string => {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) search.set(name, String(value))
  const text = search.toString()
  return text === '' ? '' : `?${text}`
}

/** Something in between may answer for the gateway, and not in its words. */
const problemOf = async (response: Response): Promise<Error> => {
  const problem = Problem.safeParse(await response.json().catch(() => undefined))
  return problem.success
    ? new ApiProblem(problem.data)
    : new NetworkError(`an answer without a problem: ${response.status}`)
}
