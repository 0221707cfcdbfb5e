import '@cnop/common/testing/provided-context'
import { createHmac } from 'node:crypto'

import { API_BASE } from '@cnop/contracts/internal'
import { describe, expect, inject, it } from 'vitest'
import { z } from 'zod'

import { attack, expectRefusal } from './attacker.ts'
import type { Route } from './security-routes.ts'
import { Json, openScene } from './security-scene.ts'

const gateway = inject('gatewayUrl')
const administrator = inject('administrator')
const api = `${gateway}${API_BASE}`
const { routes, mallory, victim, victims, admin, get, post, send } = await openScene(
  gateway,
  administrator,
)

const isAboutAsset = ({ path }: Route): boolean => path.startsWith(`${API_BASE}/assets/`)
const isAboutOther = (route: Route): boolean => !isAboutAsset(route)

describe('without a token', () => {
  it('only these routes answer', () => {
    const open = routes.filter(({ takesToken }) => !takesToken).map(({ name }) => name)
    expect(open.toSorted()).toEqual(
      [
        'GET /api/v1/inventory/assets',
        'GET /api/v1/inventory/assets/{id}',
        'GET /api/v1/inventory/assets/{id}/candles',
        'GET /api/v1/market/stream',
        'POST /api/v1/auth/demo',
        'POST /api/v1/auth/login',
        'POST /api/v1/auth/refresh',
        'POST /api/v1/auth/register',
      ].toSorted(),
    )
  })

  it('every other answers 401, also to headers that claim to be someone', async () => {
    const claims = {
      'x-user-id': administrator.username,
      'x-user-role': 'admin',
      'x-authenticated': 'true',
      'x-internal-call': '1',
      'x-forwarded-for': '127.0.0.1',
    }
    for (const route of routes.filter(({ takesToken }) => takesToken))
      for (const headers of [{}, claims])
        expect(expectRefusal(route.name, await send(route, headers)).code).toBe('UNAUTHENTICATED')
  })

  it('nothing that only our services call is there', async () => {
    for (const path of ['/internal/api-keys/exchange', '/metrics', '/health/ready'])
      for (const method of ['GET', 'POST'])
        expectRefusal(path, await attack(`${api}${path}`, method, {}))
  })
})

describe('a token that is not one of ours', () => {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

  const forgeries = (): Record<string, string> => {
    const [header = '', payload = '', signature = ''] = (mallory.bearer['authorization'] ?? '')
      .slice('Bearer '.length)
      .split('.')
    const claims = Json.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()))
    const hmac = (head: object, body: object, key: string): string => {
      const input = `${part(head)}.${part(body)}`
      return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`
    }
    const HS256 = { alg: 'HS256', typ: 'JWT' }
    return {
      'alg none': `${part({ alg: 'none' })}.${payload}.`,
      'alg none with a signature': `${part({ alg: 'NonE' })}.${payload}.${signature}`,
      'an admin with the old signature': `${header}.${part({ ...claims, role: 'admin' })}.${signature}`,
      'another key': hmac(HS256, claims, 'x'.repeat(32)),
      'an empty key': hmac(HS256, claims, ''),
      'a path as kid': hmac({ ...HS256, kid: '../../../../dev/null' }, claims, ''),
      'a URL of keys': hmac({ ...HS256, jku: 'http://127.0.0.1/keys' }, claims, 'x'),
      RS256: `${part({ alg: 'RS256' })}.${payload}.${signature}`,
      truncated: `${header}.${payload}.${signature.slice(0, -4)}`,
      'no signature': `${header}.${payload}`,
      '8 kB': `${header}.${'A'.repeat(8_000)}.${signature}`,
      'a refresh cookie': mallory.cookie.replace('refresh_token=', ''),
    }
  }

  it('is refused at every route', async () => {
    for (const [what, token] of Object.entries(forgeries()))
      for (const route of routes.filter(({ takesToken }) => takesToken)) {
        const answer = await send(route, { authorization: `Bearer ${token}` })
        expect(expectRefusal(`${what} at ${route.name}`, answer).code).toBe('UNAUTHENTICATED')
      }
  })
})

describe('what is not theirs', () => {
  it('customers are refused at every route for administrators, with any body', async () => {
    for (const route of routes.filter(({ forAdmins }) => forAdmins)) {
      const answer = await send(route, mallory.bearer, route.hasBody ? '{}' : undefined)
      expect(expectRefusal(route.name, answer).code).toBe('FORBIDDEN')
    }
  })

  it("another user's name, order, session and key get nothing anywhere, and change nothing", async () => {
    const before = await get('/balance', victim.bearer)
    const own = routes.filter(
      ({ path, takesToken, forAdmins }) => takesToken && !forAdmins && path.includes('{'),
    )
    // Of an asset everyone sees their own.
    const [aboutAssets, aboutOthers] = [own.filter(isAboutAsset), own.filter(isAboutOther)]
    expect(aboutOthers.length).toBeGreaterThan(5)
    for (const route of aboutOthers)
      expectRefusal(route.name, await send(route, mallory.bearer, route.hasBody ? '{}' : undefined))
    for (const route of aboutAssets)
      expect((await send(route, mallory.bearer)).text).not.toContain(victims['order_id'])
    expect(await get('/balance', victim.bearer)).toEqual(before)
    expect((await get('/auth/sessions', victim.bearer))['sessions']).toHaveLength(1)
    expect((await get('/auth/api-keys', victim.bearer))['api_keys']).toHaveLength(1)
  })

  it('an API key gets no further than its scope, at any route', async () => {
    const made = await post(
      '/auth/api-keys',
      { name: 'reader', scopes: ['read'], current_password: mallory.password },
      mallory.bearer,
    )
    const key = { 'x-api-key': z.object({ key: z.string() }).parse(JSON.parse(made.text)).key }
    expect((await attack(`${api}/balance`, 'GET', key)).status).toBe(200)
    const beyond = routes.filter(
      ({ takesToken, takesKey, path }) =>
        takesToken && (!takesKey || /deposit|withdraw/.test(path)),
    )
    for (const route of beyond) {
      const answer = await send(route, key, route.hasBody ? '{}' : undefined)
      expect(expectRefusal(route.name, answer).code).toBe('FORBIDDEN')
    }
  })
})

describe('what was tried', () => {
  it('each of the many refused log-ins of an address is recorded, and no secret with it', async () => {
    await post('/auth/login', { username: mallory.username, password: 'Canary-Secret-77' }, {})
    const { events } = z
      .object({ events: z.array(z.object({ event: z.string() })) })
      .parse(await get(`/admin/audit?username=${mallory.username}&event=login_failed`, admin))
    expect(events.length).toBeGreaterThan(0)
    expect(JSON.stringify(events)).not.toContain('Canary')
  })
})
