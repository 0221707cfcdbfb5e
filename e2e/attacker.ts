import { errorCatalogue, Problem } from '@cnop/contracts/errors'
import { API_BASE } from '@cnop/contracts/internal'
import { expect } from 'vitest'
import { z } from 'zod'

import { newPerson } from './api.ts'

export type Headers = Readonly<Record<string, string>>

export type Response = { readonly status: number; readonly type: string; readonly text: string }

/** One request with any body there can be. */
export const attack = async (
  url: string,
  method: string,
  headers: Headers,
  body?: string,
): Promise<Response> => {
  const answer = await fetch(url, { method, headers, body: body ?? null })
  return {
    status: answer.status,
    type: answer.headers.get('content-type') ?? '',
    text: await answer.text(),
  }
}

/** Words of our own inside that no answer may hold. */
const INTERNAL =
  /node_modules|\bat .+\.ts\b|\.ts:\d+|stack|dynamo|redis|undici|fastify|zod|ECONN|UND_ERR|password_hash|secret_hash|USER#|SESSION#|ENTRY#/i

/** A refusal is a 4xx problem+json with a code of the catalogue and nothing of our insides in it. */
export const expectRefusal = (what: string, { status, type, text }: Response): Problem => {
  expect([what, Math.floor(status / 100), type]).toEqual([what, 4, 'application/problem+json'])
  const problem = Problem.parse(JSON.parse(text))
  expect([what, problem.status]).toEqual([what, status])
  expect([what, errorCatalogue[problem.code].status]).toEqual([what, status])
  expect(text).not.toMatch(INTERNAL)
  return problem
}

const Created = z.object({ access_token: z.string() })

export type Person = {
  readonly username: string
  readonly email: string
  readonly password: string
  readonly bearer: Headers
  readonly cookie: string
}

const json = { 'content-type': 'application/json' }

export const logIn = async (
  gatewayUrl: string,
  username: string,
  password: string,
): Promise<Pick<Person, 'bearer' | 'cookie'>> => {
  const answer = await fetch(`${gatewayUrl}${API_BASE}/auth/login`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ username, password }),
  })
  const { access_token } = Created.parse(await answer.json())
  const cookie = answer.headers.getSetCookie().find((each) => each.startsWith('refresh_token='))
  return {
    bearer: { authorization: `Bearer ${access_token}` },
    cookie: cookie?.split(';', 1).join() ?? '',
  }
}

/** Someone with an account and 100 dollars. */
export const newcomer = async (gatewayUrl: string): Promise<Person> => {
  const person = newPerson()
  const api = `${gatewayUrl}${API_BASE}`
  await fetch(`${api}/auth/register`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify(person),
  })
  const session = await logIn(gatewayUrl, person.username, person.password)
  const deposit = await attack(
    `${api}/balance/deposit`,
    'POST',
    { ...json, ...session.bearer },
    '{"amount":"100.00"}',
  )
  expect(deposit.status).toBe(201)
  const { username, email, password } = person
  return { username, email, password, ...session }
}
