import { connect } from 'node:net'

import { signedInAs, testTokens } from '@cnop/common/testing/test-tokens'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { startGateway, startStandIn, type StandIn } from './gateway.ts'

let service: StandIn
let gateway: Awaited<ReturnType<typeof startGateway>>
const alice = signedInAs(testTokens(), 'alice_trader')

beforeAll(async () => {
  service = await startStandIn()
  gateway = await startGateway({ serviceUrl: service.url })
})
afterAll(async () => {
  await gateway.close()
  await service.close()
})
beforeEach(() => {
  service.seen()
  service.respond((_request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end('{}')
  })
})

const call = (path: string, init: RequestInit = {}) => fetch(`${gateway.url}${path}`, init)

/** Sends bytes as they are: fetch would tidy paths and headers up. */
const raw = (head: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(gateway.url)
    const socket = connect(Number.parseInt(port, 10), hostname, () => socket.write(head))
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk.toString()
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })

describe('what a service gets to see', () => {
  it('is the path without the base, the query, and the body byte for byte', async () => {
    const body = '{ "amount" : 100.10000000000000001 }'
    await call('/api/v1/balance/deposit?x=%20y', {
      method: 'POST',
      headers: { ...alice, 'content-type': 'application/json', 'idempotency-key': 'k' },
      body,
    })
    expect(service.seen()).toMatchObject([
      {
        method: 'POST',
        url: '/balance/deposit?x=%20y',
        body,
        headers: { ...alice, 'idempotency-key': 'k' },
      },
    ])
  })

  it('is the current path for the names of the earlier system', async () => {
    await call('/api/v1/auth/balance', { headers: alice })
    await call('/api/v1/balance/asset/BTC', { headers: alice })
    expect(service.seen().map(({ url }) => url)).toEqual(['/balance', '/assets/BTC/balance'])
  })

  it('is no header that claims an identity or a way, however it is written', async () => {
    await call('/api/v1/balance', {
      headers: {
        ...alice,
        'x-user-id': 'admin',
        'X-USER-ROLE': 'admin',
        x_user_id: 'admin',
        'x-internal-call': '1',
        'x-forwarded-for': '6.6.6.6',
        'x-forwarded-host': 'evil.example',
        forwarded: 'for=6.6.6.6',
        cookie: 'refresh_token=stolen',
      },
    })
    const [seen] = service.seen()
    expect(JSON.stringify(seen)).not.toMatch(/admin|6\.6\.6\.6|evil|stolen|internal/)
    expect(seen?.headers['x-forwarded-for']).toBe('127.0.0.1')
  })

  it('is the token even when the client names it in Connection', async () => {
    await raw(
      `GET /api/v1/balance HTTP/1.1\r\nHost: x\r\nConnection: close, authorization\r\nAuthorization: ${alice.authorization}\r\n\r\n`,
    )
    expect(service.seen()).toMatchObject([{ headers: alice }])
  })

  it('is the cookie on account routes only', async () => {
    await call('/api/v1/auth/refresh', {
      method: 'POST',
      headers: { cookie: 'refresh_token=mine' },
    })
    expect(service.seen()).toMatchObject([{ headers: { cookie: 'refresh_token=mine' } }])
  })

  it('is the request id, kept when sane and made anew when not', async () => {
    const kept = await call('/api/v1/inventory/assets', { headers: { 'x-request-id': 'abc-1' } })
    expect(kept.headers.get('x-request-id')).toBe('abc-1')
    const odd = await call('/api/v1/inventory/assets', { headers: { 'x-request-id': 'a b"c' } })
    expect(odd.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(service.seen().map(({ headers }) => headers['x-request-id'])).toEqual([
      'abc-1',
      odd.headers.get('x-request-id'),
    ])
  })
})

describe('paths', () => {
  it.each([
    '/metrics-not',
    '/api/v1/metrics',
    '/api/v1/health/ready/x',
    '/api/v1//balance',
    '/api/v1/auth/../balance',
    '/api/v1/%2e%2e/metrics',
    '/api/v1/BALANCE',
    '/api/v1/balance/',
    '/api/v1/balance.',
    '/api/v2/balance',
    '/balance',
  ])('404 for %s, and no service hears of it', async (path) => {
    const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
    expect(answer).toMatch(/^HTTP\/1\.1 404/)
    expect(service.seen()).toEqual([])
  })

  it('an encoded slash in a parameter stays inside it', async () => {
    await raw(
      `GET /api/v1/inventory/assets/BTC%2F..%2F..%2Fmetrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    )
    expect(service.seen().map(({ url }) => url)).toEqual([
      '/inventory/assets/BTC%2F..%2F..%2Fmetrics',
    ])
  })

  it.each(['/api/v1/orders/%', '/api/v1/orders/%u0041', `/api/v1/orders/${'x'.repeat(200)}`])(
    '400 as a problem for %s, which is no address',
    async (path) => {
      const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
      expect(answer).toMatch(/^HTTP\/1\.1 400/)
      expect(answer).toMatch(/content-type: application\/problem\+json/i)
      expect(answer).toMatch(/x-request-id: /i)
      expect(answer).not.toContain('FST_')
      expect(service.seen()).toEqual([])
    },
  )

  it('405 with the methods that are allowed', async () => {
    const answer = await call('/api/v1/balance/deposit', { method: 'DELETE', headers: alice })
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST'])
  })
})

describe('bodies', () => {
  const big = 'x'.repeat(64 * 1024 + 1)

  it('413 above 64 KiB, with a declared length or in chunks, before a service hears of it', async () => {
    const headers = { 'content-type': 'application/json' }
    const declared = await call('/api/v1/auth/login', { method: 'POST', headers, body: big })
    const stream = new Blob([big]).stream()
    const init = { method: 'POST', headers, body: stream, duplex: 'half' as const }
    const chunked = await call('/api/v1/auth/login', init)
    expect([declared.status, chunked.status]).toEqual([413, 413])
    expect(service.seen()).toEqual([])
  })

  it('415 for anything but JSON', async () => {
    const answer = await call('/api/v1/auth/login', { method: 'POST', body: 'a=b' })
    expect(answer.status).toBe(415)
    expect(service.seen()).toEqual([])
  })

  it.each([
    'Content-Length: 5\r\nTransfer-Encoding: chunked',
    'Content-Length: 5\r\nContent-Length: 6',
    'Transfer-Encoding: xchunked',
  ])('400 and a closed connection for %j', async (headers) => {
    const answer = await raw(
      `POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${headers}\r\n\r\n0\r\n\r\n`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 400/)
    expect(service.seen()).toEqual([])
  })
})

describe('answers', () => {
  it('keep status, body, ETag, cookies and replay marks; internal headers stay inside', async () => {
    service.respond((_request, response) => {
      response.writeHead(201, {
        etag: '"v1"',
        'idempotent-replayed': 'true',
        'set-cookie': ['a=1', 'b=2'],
        'x-revoked-access': 'session:a-session',
      })
      response.end('{"ok":true}')
    })
    const answer = await call('/api/v1/orders', { headers: alice })
    expect([answer.status, await answer.text()]).toEqual([201, '{"ok":true}'])
    expect(answer.headers.get('etag')).toBe('"v1"')
    expect(answer.headers.get('idempotent-replayed')).toBe('true')
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect(answer.headers.get('x-revoked-access')).toBeNull()
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('503 from a service goes through as it is, asked once', async () => {
    service.respond((_request, response) => response.writeHead(503).end('{"code":"TRY_AGAIN"}'))
    const answer = await call('/api/v1/orders', { headers: alice })
    expect([answer.status, await answer.text()]).toEqual([503, '{"code":"TRY_AGAIN"}'])
    expect(service.seen()).toHaveLength(1)
  })
})

describe('pages of other origins', () => {
  const preflight = (origin: string) =>
    call('/api/v1/orders', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    })

  it('may call when listed, and no other may', async () => {
    const listed = await preflight('http://page.example')
    expect(listed.headers.get('access-control-allow-origin')).toBe('http://page.example')
    expect(listed.headers.get('access-control-allow-methods')).toContain('DELETE')
    for (const origin of ['http://evil.example', 'http://page.example.evil.example', 'null'])
      expect((await preflight(origin)).headers.get('access-control-allow-origin')).toBeNull()
  })
})
