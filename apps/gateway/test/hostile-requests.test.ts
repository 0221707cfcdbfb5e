import { signedInAs, testTokens } from '@cnop/common/testing/test-tokens'
import { describe, expect, it } from 'vitest'

import { sharedGateway } from './gateway.ts'
import { expectProblem, rawExchange, statusOf, statusesOf } from './raw-socket.ts'

const shared = sharedGateway()
const { authorization } = signedInAs(testTokens(), 'alice_trader')

const send = (...parts: string[]) => rawExchange(shared.gateway.url, ...parts)
const get = (target: string, headers = '') =>
  send(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n`)

describe('a header that claims who is calling or from where', () => {
  const CLAIMS = [
    'X-User-Id: root_admin',
    'x-user-id: root_admin\r\nX-USER-ID: root_admin',
    'X-User-Role: root_admin',
    'X_User_Id: root_admin',
    'X-Authenticated: root_admin',
    'X-Source: root_admin',
    'X-Internal-Call: root_admin',
    'X-Real-IP: 6.6.6.6',
    'X-Client-IP: 6.6.6.6',
    'True-Client-IP: 6.6.6.6',
    'Forwarded: for=6.6.6.6;proto=https;host=evil.example',
    'X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 6.6.6.6',
    'X-Forwarded-Host: evil.example',
    'X-Forwarded-Prefix: /evil.example',
    'X-Forwarded-Proto: evil.example',
    'X-Original-URL: /admin/users?evil.example',
    'X-Rewrite-URL: /admin/users?evil.example',
    'X-HTTP-Method-Override: DELETE evil.example',
    'X-Revoked-Access: user:root_admin',
    'Proxy-Authorization: Basic root_admin',
    'Connection: close, X-User-Id\r\nX-User-Id: root_admin',
    'Connection: X-Forwarded-For, X-Request-Id, X-Forwarded-Proto, Authorization',
  ]

  it.each(CLAIMS)(
    '%j reaches no service, and the service still learns the truth',
    async (claim) => {
      const answer = await get('/api/v1/balance', `Authorization: ${authorization}\r\n${claim}\r\n`)
      expect(statusOf(answer)).toBe(200)
      const [seen] = shared.service.seen()
      expect(JSON.stringify(seen)).not.toMatch(/root_admin|6\.6\.6\.6|evil/)
      expect(seen).toMatchObject({ method: 'GET', url: '/balance' })
      expect(seen?.headers).toMatchObject({
        authorization,
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-prefix': '/api/v1',
        'x-forwarded-proto': 'http',
        'x-request-id': expect.stringMatching(/^[\w-]{36}$/),
      })
    },
  )

  it.each(['X-User-Id: root_admin', 'X-Authenticated: true\r\nX-User-Id: root_admin'])(
    '%j is no log-in',
    async (claim) => {
      expectProblem(await get('/api/v1/balance', `${claim}\r\n`), 401)
      expect(shared.service.seen()).toEqual([])
    },
  )

  it.each([
    ['Authorization', `Authorization: ${authorization}\r\nauthorization: ${authorization}`],
    [
      'Idempotency-Key',
      `Authorization: ${authorization}\r\nIdempotency-Key: a\r\nIdempotency-Key: b`,
    ],
    ['X-API-Key', 'X-API-Key: a\r\nX-API-Key: b'],
    ['Host', 'Host: evil.example'],
    ['Content-Type', 'Content-Type: application/json\r\nContent-Type: text/plain'],
  ])(
    '%s said twice is refused: two readers could each believe another one',
    async (_what, twice) => {
      expectProblem(await get('/api/v1/orders', `${twice}\r\n`), 400)
      expect(shared.service.seen()).toEqual([])
    },
  )
})

describe('where a request ends', () => {
  const HEAD = 'POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n'
  const SMUGGLED = 'GET /api/v1/inventory/assets HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'

  it.each([
    ['two lengths', `${HEAD}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`],
    ['a list of lengths', `${HEAD}Content-Length: 2, 2\r\n\r\n{}`],
    ['a signed length', `${HEAD}Content-Length: +2\r\n\r\n{}`],
    ['a length in hexadecimal', `${HEAD}Content-Length: 0x2\r\n\r\n{}`],
    [
      'a length and chunks',
      `${HEAD}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    [
      'chunks and a length',
      `${HEAD}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n`,
    ],
    ['an unknown coding', `${HEAD}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`],
    [
      'chunked before another coding',
      `${HEAD}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`,
    ],
    [
      'two codings',
      `${HEAD}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n`,
    ],
    ['a space before the colon', `${HEAD}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n`],
    ['a tab before the colon', `${HEAD}Content-Length\t: 2\r\n\r\n{}`],
    ['a folded header', `${HEAD}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n`],
    ['a bare line feed', `${HEAD.replaceAll('\r\n', '\n')}Content-Length: 2\n\n{}`],
    ['a bare carriage return', `${HEAD}X: a\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['a NUL in a header', `${HEAD}X: a\0b\r\nContent-Length: 2\r\n\r\n{}`],
    ['a chunk size that is none', `${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`],
    [
      'a chunk longer than its size',
      `${HEAD}Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n`,
    ],
    ['another protocol', 'GET /api/v1/inventory/assets HTTP/9.9\r\nHost: x\r\n\r\n'],
    ['no HTTP at all', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'],
  ])(
    '400 and the end of the connection for %s, so that nothing hidden behind it is served',
    async (_what, bytes) => {
      const answer = await send(bytes, SMUGGLED)
      expect(statusesOf(answer)).toEqual([400])
      expectProblem(answer, 400)
      expect(shared.service.seen()).toEqual([])
    },
  )

  it.each(['gzip, chunked', 'identity, chunked', 'GZIP,Chunked', 'chunked, chunked'])(
    '400 and the end of the connection for Transfer-Encoding: %s, whose body would be read as plain',
    async (codings) => {
      const bytes = `${HEAD}Transfer-Encoding: ${codings}\r\n\r\n2\r\n{}\r\n0\r\n\r\n`
      const answer = await send(bytes, SMUGGLED)
      expect(statusesOf(answer)).toEqual([400])
      expectProblem(answer, 400)
      expect(shared.service.seen()).toEqual([])
    },
  )

  it('400 without a host, and the end of the connection', async () => {
    const answer = await send('GET /api/v1/inventory/assets HTTP/1.1\r\n\r\n', SMUGGLED)
    expect(statusesOf(answer)).toEqual([400])
    expectProblem(answer, 400)
    expect(shared.service.seen()).toEqual([])
  })

  it('HTTP/1.0 needs no host', async () => {
    expect(statusOf(await send('GET /api/v1/inventory/assets HTTP/1.0\r\n\r\n'))).toBe(200)
  })

  it.each(['banana', '200-ok'])(
    '417 and the end of the connection for Expect: %s',
    async (expectation) => {
      const bytes = `${HEAD}Expect: ${expectation}\r\nContent-Length: 2\r\n\r\n{}`
      const answer = await send(bytes, SMUGGLED)
      expect(statusesOf(answer)).toEqual([417])
      expectProblem(answer, 417)
      expect(answer).toContain('EXPECTATION_FAILED')
      expect(shared.service.seen()).toEqual([])
    },
  )

  it('Expect: 100-continue is met', async () => {
    const bytes = `${HEAD}Connection: close\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}`
    expect(statusesOf(await send(bytes))).toEqual([100, 200])
  })

  it('a second request on a connection is one of its own, with its own caller', async () => {
    const first = `GET /api/v1/balance HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\n\r\n`
    const second = 'GET /api/v1/balance HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
    expect(statusesOf(await send(first, second))).toEqual([200, 401])
    expect(shared.service.seen()).toHaveLength(1)
  })
})

describe('more than there may be', () => {
  it('431 for headers above 16 KiB', async () => {
    const answer = await get('/api/v1/inventory/assets', `X-Big: ${'x'.repeat(17_000)}\r\n`)
    expectProblem(answer, 431)
    expect(shared.service.seen()).toEqual([])
  })

  it('413 for a body that says it is above 64 KiB, before it is sent', async () => {
    const head = `POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10000000\r\n\r\n{`
    expectProblem(await send(head), 413)
    expect(shared.service.seen()).toEqual([])
  })

  it('413 for a body in chunks that goes on and on', async () => {
    const head =
      'POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n'
    const chunk = `8000\r\n${'x'.repeat(0x8000)}\r\n`
    expectProblem(await send(head, chunk, chunk, chunk), 413)
    expect(shared.service.seen()).toEqual([])
  })
})

describe('a body of another kind', () => {
  it.each([
    ['none named', ''],
    ['text', 'Content-Type: text/plain\r\n'],
    ['a form', 'Content-Type: application/x-www-form-urlencoded\r\n'],
    ['a file', 'Content-Type: multipart/form-data; boundary=x\r\n'],
    ['two kinds', 'Content-Type: application/json, text/plain\r\n'],
    ['nearly JSON', 'Content-Type: application/jsonx\r\n'],
    ['XML', 'Content-Type: application/xml\r\n'],
  ])('415 for %s', async (_what, header) => {
    const answer = await send(
      `POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${header}Content-Length: 2\r\n\r\n{}`,
    )
    expectProblem(answer, 415)
    expect(shared.service.seen()).toEqual([])
  })

  it.each(['application/json\t;charset=utf-8', 'Application/JSON; charset="utf-8"; x=y'])(
    '%j is JSON, and reaches the service as nothing but that',
    async (type) => {
      await send(
        `POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: ${type}\r\nContent-Length: 2\r\n\r\n{}`,
      )
      expect(shared.service.seen().map(({ headers }) => headers['content-type'])).toEqual([
        'application/json',
      ])
    },
  )
})
