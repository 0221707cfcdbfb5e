import { API_KEY_HEADER } from '@cnop/contracts/api-keys'
import type { Endpoint } from '@cnop/contracts/endpoint'
import { login, type LoginRequest } from '@cnop/contracts/sessions'
import { IdempotencyHeaders } from '@cnop/contracts/wire'
import type { z } from 'zod'

import { newIntentKey } from './intent-key.ts'
import { ApiProblem, NetworkError, isTurnedAway, isUndecided } from './problem.ts'
import { request, type Call, type Operation, type Server } from './request.ts'

type Options = {
  /** `https://cnop.example`, without a path. */
  readonly origin: string
  readonly apiKey?: string
}

/**
 * It is open whether the request took effect, also after it was sent again. The same call with this key
 * says what became of it, and cannot do it twice.
 */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown'
  readonly idempotencyKey: string

  constructor(idempotencyKey: string, cause: unknown) {
    super('It is open whether the request took effect. Send it again with the same key.', { cause })
    this.idempotencyKey = idempotencyKey
  }
}

/**
 * The API for a program, by the endpoints of `@cnop/contracts`: what goes in is typed by their schemas,
 * what comes out is checked against them.
 *
 * Operations that take an Idempotency-Key get a new one for each call, so that a lost answer is asked for
 * again under the same key and moves nothing twice. Once, and only what is safe: reads, and what has a key.
 */
export class Client {
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
  }

  /** For everyone's routes, or those an API key may call. */
  static at({ origin, apiKey }: Options): Client {
    return new Client({
      origin,
      headers: apiKey === undefined ? {} : { [API_KEY_HEADER]: apiKey },
    })
  }

  /** Signed in as a person, for as long as an access token lives. @throws {ApiProblem} @throws {NetworkError} */
  async logIn(credentials: LoginRequest): Promise<Client> {
    const { access_token: token } = await request(login, { body: credentials }, this.#server)
    const { origin } = this.#server
    return new Client({ origin, headers: { authorization: `Bearer ${token}` } })
  }

  /**
   * @throws {ApiProblem} refused @throws {OutcomeUnknown} no answer to what moves something
   * @throws {NetworkError} no answer to anything else
   */
  async call<
    Answer extends z.ZodType,
    Body extends z.ZodType,
    Query extends z.ZodType,
    Params extends z.ZodType,
  >(
    endpoint: Operation<Answer, Body, Query, Params>,
    input: Omit<Call<Body, Query, Params>, 'accessToken'> = {},
  ): Promise<z.output<Answer>> {
    const idempotencyKey = takesKey(endpoint) ? (input.idempotencyKey ?? newIntentKey()) : undefined
    const keyed = idempotencyKey === undefined ? input : { ...input, idempotencyKey }
    const send = () => request(endpoint, keyed, this.#server)
    try {
      return await send()
    } catch (error) {
      const isSafe = endpoint.method === 'GET' || idempotencyKey !== undefined
      if (!isSafe || !isWorthRepeating(error)) throw error
      await pause(pauseMsAfter(error), input.signal)
      return await send().catch((second: unknown) => {
        // Turned away at the door says nothing of the first time.
        const isOpen = isUndecided(second) || isTurnedAway(second)
        if (idempotencyKey === undefined || !isOpen) throw second
        throw new OutcomeUnknown(idempotencyKey, second)
      })
    }
  }
}

const takesKey = ({ schema }: Endpoint): boolean => schema.headers === IdempotencyHeaders

/** An answer that was read and does not fit the contract would be no other the second time. */
const isWorthRepeating = (error: unknown): boolean =>
  (error instanceof NetworkError || error instanceof ApiProblem) && isUndecided(error)

const PAUSE_MS = 200
/** A program that is told to wait longer should decide for itself. */
const LONGEST_PAUSE_MS = 5_000

const pauseMsAfter = (error: unknown): number =>
  error instanceof ApiProblem && error.retryAfterSeconds !== undefined
    ? Math.min(error.retryAfterSeconds * 1_000, LONGEST_PAUSE_MS)
    : PAUSE_MS

const pause = async (ms: number, signal: AbortSignal | undefined): Promise<void> => {
  await new Promise((resolve) => setTimeout(resolve, ms))
  signal?.throwIfAborted()
}
