import type { Endpoint } from '@cnop/contracts/endpoint'
import { Problem } from '@cnop/contracts/errors'
import { API_BASE } from '@cnop/contracts/internal'
import type { csvAnswer } from '@cnop/contracts/wire'
import type { z } from 'zod'

import { inTurn } from './in-turn.ts'
import { ApiProblem, NetworkError } from './problem.ts'
import { noteServerTime } from './server-clock.ts'
import { FILE_MS, limitMsOf, within } from './time-limit.ts'

/**
 * An operation of the API with the schemas of what goes in and what comes out. They are taken from the
 * endpoint that is called, so that a call that does not fit it does not compile.
 */
export type Operation<
  Answer extends z.ZodType,
  Body extends z.ZodType,
  Query extends z.ZodType,
  Params extends z.ZodType,
> = Endpoint & {
  readonly schema: {
    readonly body?: Body
    readonly querystring?: Query
    readonly params?: Params
    readonly response: { readonly 200: Answer } | { readonly 201: Answer }
  }
}

/** An operation that answers with a file. */
export type Download<Query extends z.ZodType, Params extends z.ZodType> = Endpoint & {
  readonly schema: {
    readonly querystring?: Query
    readonly params?: Params
    readonly response: { readonly 200: typeof csvAnswer }
  }
}

export type Call<Body extends z.ZodType, Query extends z.ZodType, Params extends z.ZodType> = {
  readonly params?: z.input<Params>
  readonly query?: z.input<Query>
  readonly body?: z.input<Body>
  /** The same key for the same intent, however often it is sent. */
  readonly idempotencyKey?: string
  readonly accessToken?: string | undefined
  readonly signal?: AbortSignal | undefined
  /** The same request, sent already: its answer is waited for, and nothing is sent. */
  readonly underWay?: Promise<Response> | undefined
}

/** Where requests go and what each of them bears; left out: to where the page comes from. */
export type Server = {
  /** `https://cnop.example`, without a path. */
  readonly origin: string
  readonly headers: Readonly<Record<string, string>>
}

const WHERE_THE_PAGE_IS: Server = { origin: '', headers: {} }

/**
 * One request to the gateway. The answer is checked against the contract, so that what a component gets
 * is what its type says.
 * @throws {ApiProblem} refused @throws {NetworkError} no answer, or none in the time there is (`limitMsOf`)
 */
export const request = async <
  Answer extends z.ZodType,
  Body extends z.ZodType,
  Query extends z.ZodType,
  Params extends z.ZodType,
>(
  endpoint: Operation<Answer, Body, Query, Params>,
  call: Call<Body, Query, Params> = {},
  server = WHERE_THE_PAGE_IS,
): Promise<z.output<Answer>> => {
  const answer = await inTurn(call.signal, () =>
    inTime(limitMsOf(endpoint), call.signal, async (signal) => {
      const response = await send(endpoint, { ...call, signal }, server)
      if (!response.ok) throw await problemOf(response)
      return await response.json()
    }),
  )
  return successOf(endpoint.schema.response).parse(answer)
}

/**
 * The same for a file, whose parts are asked for one after the other and put together.
 * @throws {ApiProblem} refused @throws {NetworkError} no answer, or only part of one
 */
export const requestFile = async <Query extends z.ZodType, Params extends z.ZodType>(
  endpoint: Download<Query, Params>,
  call: Omit<Call<z.ZodType, Query, Params>, 'body' | 'idempotencyKey'> = {},
  server = WHERE_THE_PAGE_IS,
): Promise<Blob> => {
  const parts: string[] = []
  let cursor: string | undefined
  do {
    const part = await inTurn(call.signal, () =>
      inTime(FILE_MS, call.signal, async (signal) => {
        const response = await send(endpoint, { ...call, signal, cursor }, server)
        if (!response.ok) throw await problemOf(response)
        return { text: await wholeText(response), next: nextCursorIn(response) }
      }),
    )
    // Each part begins with the line of names.
    parts.push(cursor === undefined ? part.text : withoutFirstLine(part.text))
    cursor = part.next
  } while (cursor !== undefined)
  return new Blob(parts, { type: 'text/csv' })
}

/** `Response.text` drops the byte-order mark that was asked for. */
const wholeText = async (response: Response): Promise<string> =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer())

const withoutFirstLine = (text: string): string => text.slice(text.indexOf('\n') + 1)

/** The cursor in `Link: </api/v1/orders.csv?cursor=...>; rel="next"`. */
const nextCursorIn = ({ headers }: Response): string | undefined => {
  const query = /^<[^>?]*\?([^>]*)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1]
  return new URLSearchParams(query).get('cursor') ?? undefined
}

const successOf = <Answer>(response: { readonly 200: Answer } | { readonly 201: Answer }): Answer =>
  200 in response ? response[200] : response[201]

/** An answer that breaks off half-way, or does not come to its end in time, is no answer. */
const inTime = async <Result>(
  ms: number,
  caller: AbortSignal | undefined,
  ask: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> => {
  try {
    return await within(ms, caller, ask)
  } catch (cause) {
    if (cause instanceof ApiProblem || cause instanceof NetworkError) throw cause
    if (caller?.aborted === true) throw cause
    throw new NetworkError(cause)
  }
}

const send = async <Body extends z.ZodType, Query extends z.ZodType, Params extends z.ZodType>(
  endpoint: Endpoint,
  {
    params,
    query,
    body,
    idempotencyKey,
    accessToken,
    signal,
    underWay,
    cursor,
  }: Call<Body, Query, Params> & { readonly cursor?: string | undefined },
  server: Server,
): Promise<Response> => {
  const values = textsOf(params)
  const path = endpoint.url.replace(/:(\w+)/g, (_match, name: string) =>
    encodeURIComponent(values.get(name) ?? ''),
  )
  const headers = new Headers(server.headers)
  if (body !== undefined) headers.set('content-type', 'application/json')
  if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey)
  if (accessToken !== undefined) headers.set('authorization', `Bearer ${accessToken}`)
  const response = await (underWay ??
    fetch(`${server.origin}${API_BASE}${path}${queryString(query, cursor)}`, {
      method: endpoint.method,
      headers,
      credentials: 'same-origin',
      // A cookie that was traded for a new one must arrive even if the page is reloaded meanwhile.
      keepalive: endpoint.config.access === 'cookie',
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal ?? null,
    }))
  if (server === WHERE_THE_PAGE_IS) noteServerTime(response.headers.get('date'))
  return response
}

const queryString = (query: unknown, cursor: string | undefined): string => {
  const parameters = new URLSearchParams([...textsOf(query)])
  if (cursor !== undefined) parameters.set('cursor', cursor)
  const text = parameters.toString()
  return text === '' ? '' : `?${text}`
}

/** The values given, as an address writes them. */
const textsOf = (values: unknown): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(values ?? {}).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)] as const],
    ),
  )

/** Something in between may answer for the gateway, and not in its words. */
const problemOf = async (response: Response): Promise<Error> => {
  const problem = Problem.safeParse(await response.json().catch(() => undefined))
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN)
  return problem.success
    ? new ApiProblem(problem.data, Number.isFinite(retryAfter) ? retryAfter : undefined)
    : new NetworkError(`an answer without a problem: ${response.status}`)
}
