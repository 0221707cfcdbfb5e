import { signedInAs, testTokens } from '@cnop/common/testing/test-tokens'
import { beforeEach, describe, expect, it } from 'vitest'

import { sharedGateway } from './gateway.ts'

const shared = sharedGateway()
const alice = signedInAs(testTokens(), 'alice_trader')

beforeEach(() => {
  shared.service.respond((_request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end('{}')
  })
})

const call = (path: string, init: RequestInit = {}) => fetch(`${shared.gateway.url}${path}`, init)

describe('what a service gets to see', () => {
  it('is the path without the base, the query, and the body byte for byte', async () => {
    const body = '{ "amount" : 100.10000000000000001 }'
    await call('/api/v1/balance/deposit?x=%20y', {
      method: 'POST',
      headers: { ...alice, 'content-type': 'application/json', 'idempotency-key': 'k' },
      body,
    })
    expect(shared.service.seen()).toMatchObject([
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
    expect(shared.service.seen().map(({ url }) => url)).toEqual(['/balance', '/assets/BTC/balance'])
  })

  it('is the cookie on account routes only', async () => {
    await call('/api/v1/auth/refresh', {
      method: 'POST',
      headers: { cookie: 'refresh_token=mine' },
    })
    expect(shared.service.seen()).toMatchObject([{ headers: { cookie: 'refresh_token=mine' } }])
  })

  it('is the request id, kept when sane and made anew when not', async () => {
    const kept = await call('/api/v1/inventory/assets', { headers: { 'x-request-id': 'abc-1' } })
    expect(kept.headers.get('x-request-id')).toBe('abc-1')
    const odd = await call('/api/v1/inventory/assets', { headers: { 'x-request-id': 'a b"c' } })
    expect(odd.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(shared.service.seen().map(({ headers }) => headers['x-request-id'])).toEqual([
      'abc-1',
      odd.headers.get('x-request-id'),
    ])
  })
})

describe('answers', () => {
  it('keep status, body, ETag, cookies and replay marks; internal headers stay inside', async () => {
    shared.service.respond((_request, response) => {
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
    shared.service.respond((_request, response) =>
      response.writeHead(503).end('{"code":"TRY_AGAIN"}'),
    )
    const answer = await call('/api/v1/orders', { headers: alice })
    expect([answer.status, await answer.text()]).toEqual([503, '{"code":"TRY_AGAIN"}'])
    expect(shared.service.seen()).toHaveLength(1)
  })
})
