import { signedInAs, testTokens } from '@cnop/common/testing/test-tokens'
import { expect, it } from 'vitest'

import { sharedGateway } from './gateway.ts'
import { expectProblem, rawExchange } from './raw-socket.ts'

const shared = sharedGateway()
const { authorization } = signedInAs(testTokens(), 'alice_trader')

const get = (target: string, headers = '') =>
  rawExchange(
    shared.gateway.url,
    `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n`,
  )

const NOWHERE = [
  '/api/v1//balance',
  '//api/v1/balance',
  '/api//v1/balance',
  '/api/v1/./balance',
  '/api/v1/auth/../balance',
  '/api/v1/../internal/api-keys/exchange',
  '/api/v1/%2e%2e/metrics',
  '/api/v1/%2E%2E/internal/api-keys/exchange',
  '/api/v1/..%2finternal/api-keys/exchange',
  '/api/v1/%2e%2e%2finternal%2fapi-keys%2fexchange',
  String.raw`/api/v1/..%5cinternal/api-keys/exchange`,
  String.raw`/api/v1\balance`,
  '/api/v1%2fbalance',
  '/api%2fv1/balance',
  '/api/v1/balance%2f',
  '/api/v1/balance/',
  '/api/v1/balance.',
  '/api/v1/balance..',
  '/api/v1/balance;x=1',
  '/api/v1/balance;.json',
  '/api/v1/balance%00',
  '/api/v1/balance%20',
  '/api/v1/balance.json',
  '/api/v1/Balance',
  '/API/v1/balance',
  '/api/v1/b%61lance%2f..',
  '/api/v1/internal/api-keys/exchange',
  '/internal/api-keys/exchange',
  '/inventory/assets',
  '/api/v2/balance',
  '/api/v1',
  '/',
  '//evil.example/api/v1/balance',
  '/@evil.example/',
]

it.each(NOWHERE)('404 for %s, and no service hears of it', async (target) => {
  expectProblem(await get(target, `Authorization: ${authorization}\r\n`), 404)
  expect(shared.service.seen()).toEqual([])
})

it.each([
  'http://evil.example/api/v1/balance',
  'https://evil.example/api/v1/balance',
  'http://127.0.0.1:1/internal/api-keys/exchange',
  'evil.example/api/v1/balance',
  '?/api/v1/balance',
  '*',
])('400 for %s, which is no path, and no service hears of it', async (target) => {
  expectProblem(await get(target, `Authorization: ${authorization}\r\n`), 400)
  expect(shared.service.seen()).toEqual([])
})

it.each([
  ['*', '', 400],
  ['*', 'Origin: http://page.example\r\nAccess-Control-Request-Method: GET\r\n', 400],
  ['/api/v1/nothing', '', 404],
  ['/api/v1/balance', 'Origin: http://page.example\r\n', 405],
])(
  'OPTIONS %s with %j is no preflight, and is refused as a problem',
  async (target, more, status) => {
    const head = `OPTIONS ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n`
    expectProblem(await rawExchange(shared.gateway.url, `${head}${more}\r\n`), status)
    expect(shared.service.seen()).toEqual([])
  },
)

it.each([
  ['CONNECT', 405, /^allow: GET, HEAD, POST, PUT, DELETE\r$/im],
  ['GET', 400, /BAD_REQUEST/],
  ['FOO', 400, /BAD_REQUEST/],
  ['get', 400, /BAD_REQUEST/],
] as const)('%s to another host is refused as a problem with %i', async (method, status, said) => {
  const head = `${method} evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n`
  const answer = await rawExchange(shared.gateway.url, `${head}Connection: close\r\n\r\n`)
  expectProblem(answer, status)
  expect(answer).toMatch(said)
  expect(shared.service.seen()).toEqual([])
})

it('an encoded letter is the letter, and the check of the route holds for it', async () => {
  expectProblem(await get('/api/v1/b%61lance'), 401)
  expectProblem(await get('/api/v1/%61dmin/users', `Authorization: ${authorization}\r\n`), 403)
  expect(shared.service.seen()).toEqual([])
})

it.each([
  '..',
  '%2e%2e',
  '%2e%2e%2fmetrics',
  '..%5c..%5cmetrics',
  '%2f%2fevil.example',
  ';x',
  '%00',
])('the parameter %s stays one segment at the service', async (parameter) => {
  await get(`/api/v1/inventory/assets/${parameter}`)
  for (const { url } of shared.service.seen()) expect(url).toMatch(/^\/inventory\/assets\/[^/?]+$/)
})

it.each(['%', '%u0041', '%ff', '%c0%ae%c0%ae', 'x'.repeat(200)])(
  '400 for the parameter %s, which is no text of ours',
  async (parameter) => {
    expectProblem(await get(`/api/v1/inventory/assets/${parameter}`), 400)
    expect(shared.service.seen()).toEqual([])
  },
)
