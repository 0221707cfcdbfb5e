import { signedInAs, testTokens } from '@cnop/common/testing/test-tokens'
import { describe, expect, it } from 'vitest'

import { routeMap } from '#src/routes/route-map'

import { problemOf, sharedGateway } from './gateway.ts'
import { rawExchange, statusOf } from './raw-socket.ts'

/** The setting of the gateway under test. */
const LISTED = 'http://page.example'
const FOREIGN = [
  'http://evil.example',
  'https://page.example',
  'http://page.example:8080',
  'http://page.example.evil.example',
  'http://evil-page.example',
  'http://PAGE.example.',
  'null',
  'file://',
  '*',
  `${LISTED}, http://evil.example`,
]

const shared = sharedGateway()
const alice = signedInAs(testTokens(), 'alice_trader')

const call = (path: string, init: RequestInit) => fetch(`${shared.gateway.url}/api/v1${path}`, init)

describe('a page of another origin', () => {
  const preflight = (origin: string) =>
    call('/orders', {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,idempotency-key',
      },
    })

  it('that is listed may call, with what a trader needs', async () => {
    const { headers } = await preflight(LISTED)
    expect(headers.get('access-control-allow-origin')).toBe(LISTED)
    expect(headers.get('access-control-allow-credentials')).toBe('true')
    expect(headers.get('access-control-allow-methods')).toContain('DELETE')
    expect(headers.get('access-control-allow-headers')).toContain('idempotency-key')
    const answer = await call('/balance', { headers: { ...alice, origin: LISTED } })
    expect(answer.headers.get('access-control-allow-origin')).toBe(LISTED)
    expect(answer.headers.get('vary')).toMatch(/origin/i)
    expect(answer.headers.get('access-control-expose-headers')).toMatch(/retry-after/i)
  })

  it('that is listed can read why it was refused', async () => {
    for (const path of ['/balance', '/nothing']) {
      const { status, headers } = await call(path, { headers: { origin: LISTED } })
      expect([path, status >= 400, headers.get('access-control-allow-origin')]).toEqual([
        path,
        true,
        LISTED,
      ])
    }
  })

  it.each(FOREIGN)(
    '%s is not: its name is never sent back, in no kind of answer',
    async (origin) => {
      for (const answer of [
        await preflight(origin),
        await call('/balance', { headers: { ...alice, origin } }),
        await call('/balance', { headers: { origin } }),
        await call('/nothing', { headers: { origin } }),
      ])
        expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    },
  )
})

describe('a cache between pages and the gateway', () => {
  const CACHEABLE = routeMap
    .filter(({ endpoint: { config } }) => config.limit === 'public' && config.access === 'public')
    .map(({ endpoint }) => endpoint.url.replace(/:\w+/g, 'BTC'))

  const varyOf = async (path: string, headers: Record<string, string>): Promise<string[]> => {
    const answer = await fetch(`${shared.gateway.url}${path}`, { headers })
    return (answer.headers.get('vary') ?? '').toLowerCase().split(/, */)
  }

  it.each([...CACHEABLE.map((url) => `/api/v1${url}`), '/openapi.json', '/docs/', '/docs/json'])(
    'keeps the answer of %s for one origin alone, whatever its service varies it by',
    async (path) => {
      expect(CACHEABLE.length).toBeGreaterThan(2)
      for (const vary of [undefined, 'accept-encoding', 'Accept-Encoding, Accept'])
        for (const status of [200, 304]) {
          shared.service.respond((_request, response) => {
            if (vary !== undefined) response.setHeader('vary', vary)
            response.writeHead(status, { 'cache-control': 'public, max-age=9', etag: '"1"' })
            response.end(status === 200 ? '{}' : undefined)
          })
          for (const headers of [{}, { origin: LISTED }, { origin: 'http://evil.example' }]) {
            const ofService =
              path.startsWith('/api') && vary !== undefined ? ['accept-encoding'] : []
            expect(await varyOf(path, headers)).toEqual(
              expect.arrayContaining(['origin', ...ofService]),
            )
          }
        }
      shared.service.respond((_request, response) => response.end('{}'))
    },
  )
})

describe('the route that a cookie opens', () => {
  const refresh = (headers: Record<string, string>) =>
    call('/auth/refresh', { method: 'POST', headers: { cookie: 'refresh_token=x', ...headers } })

  it.each<Record<string, string>>([
    {},
    { 'sec-fetch-site': 'same-origin', origin: 'https://cnop.example' },
    { 'sec-fetch-site': 'none' },
    { 'sec-fetch-site': 'cross-site', origin: LISTED },
    { 'x-forwarded-host': 'cnop.example', origin: 'http://cnop.example:3000' },
  ])('is open to %j', async (headers) => {
    expect((await refresh(headers)).status).toBe(200)
    expect(shared.service.seen()).toHaveLength(1)
  })

  it.each<Record<string, string>>([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'https://blog.cnop.example' },
    { 'sec-fetch-site': 'cross-site', origin: 'http://127.0.0.1' },
    { origin: 'http://evil.example' },
    { origin: 'null' },
    { origin: `${LISTED}.evil.example` },
    { 'x-forwarded-host': 'cnop.example', origin: 'http://evil.cnop.example' },
  ])('is closed to %j, before the cookie is spent', async (headers) => {
    const answer = await refresh(headers)
    expect([answer.status, (await problemOf(answer)).code]).toEqual([403, 'FORBIDDEN'])
    expect(shared.service.seen()).toEqual([])
  })

  it('a form of another site cannot swap the session for one of a demo account', async () => {
    const post = async (headers: Record<string, string>) =>
      await call('/auth/demo', { method: 'POST', headers })
    const foreign = await post({ 'sec-fetch-site': 'cross-site', origin: 'http://evil.example' })
    expect([foreign.status, (await problemOf(foreign)).code]).toEqual([403, 'FORBIDDEN'])
    expect(shared.service.seen()).toEqual([])
    expect((await post({ 'sec-fetch-site': 'same-origin' })).status).toBe(200)
  })

  it('a form of another site cannot log in as someone else: its kinds of body are not taken', async () => {
    for (const type of [
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'text/plain',
    ]) {
      const headers = { 'content-type': type, origin: 'http://evil.example' }
      const answer = await call('/auth/login', { method: 'POST', headers, body: '{}' })
      expect(answer.status).toBe(415)
    }
    expect(shared.service.seen()).toEqual([])
  })
})

describe('security headers', () => {
  const raw = (head: string) => rawExchange(shared.gateway.url, `${head}\r\n\r\n`)
  const GET = (target: string, more = '') =>
    `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close${more}`

  it.each([
    ['an answer', 200, GET('/api/v1/inventory/assets')],
    ['a private answer', 200, GET('/api/v1/balance', `\r\nAuthorization: ${alice.authorization}`)],
    ['health', 200, GET('/health')],
    ['401', 401, GET('/api/v1/balance')],
    ['404', 404, GET('/nothing')],
    ['405', 405, GET('/api/v1/auth/login')],
    [
      '415',
      415,
      'POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}',
    ],
    ['an address that is none', 400, GET('/api/v1/orders/%')],
    ['what is no request', 400, 'nonsense'],
    ['headers too large', 431, GET('/', `\r\nX: ${'x'.repeat(17_000)}`)],
  ])('are on %s', async (_what, status, head) => {
    const answer = await raw(head)
    expect(statusOf(answer)).toBe(status)
    expect(answer).toMatch(
      /^content-security-policy: default-src 'none';frame-ancestors 'none'\r$/im,
    )
    expect(answer).toMatch(/^x-content-type-options: nosniff\r$/im)
    expect(answer).toMatch(/^strict-transport-security: max-age=31536000/im)
    expect(answer).toMatch(/^referrer-policy: no-referrer\r$/im)
    expect(answer).toMatch(/^x-frame-options: deny\r$/im)
    expect(answer).not.toMatch(/^(server|x-powered-by):/im)
  })
})
