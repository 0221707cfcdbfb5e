import { createApp } from '@cnop/common/http/create-app'
import { Problem } from '@cnop/contracts/errors'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'

const { app } = createApp({
  service: 'bodies',
  version: '0',
  logLevel: 'silent',
  checks: {},
  usesDatabase: false,
})
app.post(
  '/',
  { schema: { body: z.looseObject({ names: z.array(z.enum(['a'])).optional() }) } },
  ({ body }, reply) => reply.send(body),
)

let base: string
beforeAll(async () => {
  base = await app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(async () => await app.close())

const post = (body: string) =>
  fetch(base, { method: 'POST', headers: { 'content-type': 'application/json' }, body })

it.each([
  ['{"amount":"1.00","amount":"2.00"}', 'amount'],
  [String.raw`{"amount":"1.00","\u0061mount":"2.00"}`, 'amount'],
  ['{"a":[{"b":{"amount":1,"x":{},"amount":1}}]}', 'amount'],
  ['{"scopes":["read"],"scopes":["read","trade"]}', 'scopes'],
])('refuses %s, of which two readers could take another value each', async (body, field) => {
  const answer = await post(body)
  const problem = Problem.parse(await answer.json())
  expect([answer.status, problem.code]).toEqual([400, 'MALFORMED_JSON'])
  expect(problem.errors).toEqual([{ field, message: 'appears more than once' }])
})

it('takes one key in several objects', async () => {
  const body = { amount: '1.00', of: { amount: '1.00' }, more: [{ amount: 1 }, { amount: 1 }] }
  const answer = await post(JSON.stringify(body))
  expect([answer.status, await answer.json()]).toEqual([200, body])
})

it.each([
  '0.1',
  '-12.50',
  '1e5',
  '100000000000000000000',
  '0.000001',
  '0',
  '-0',
  '0.00',
  '123456789012345',
])('takes the number %s, which a double holds exactly', async (number) =>
  expect((await post(`{"x":${number}}`)).status).toBe(200),
)

it.each([
  '1234567890123456',
  '0.1234567890123456',
  '1e400',
  '1e-400',
  '10000000000000001',
  '1.0000000000000001e5',
])('refuses the number %s, which a double would change', async (number) => {
  const answer = await post(`{"x":${number}}`)
  const problem = Problem.parse(await answer.json())
  expect([answer.status, problem.errors?.[0]?.field]).toEqual([422, 'x'])
})

it('names at most fifty fields, so that a small body gets no answer of megabytes', async () => {
  const answer = await post(JSON.stringify({ names: Array.from({ length: 15_000 }, () => 'b') }))
  const problem = Problem.parse(await answer.json())
  expect([answer.status, problem.errors?.length]).toEqual([422, 50])
})
