import '@cnop/common/testing/provided-context'
import { createHmac, randomUUID } from 'node:crypto'

import { API_BASE } from '@cnop/contracts/internal'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { z } from 'zod'

import { newPerson } from './api.ts'
import { attack, expectRefusal, logIn, newcomer, type Headers, type Person } from './attacker.ts'
import { filled, routesOf, type Route } from './security-routes.ts'

const gateway = inject('gatewayUrl')
const administrator = inject('administrator')
const api = `${gateway}${API_BASE}`
const json = { 'content-type': 'application/json' }

let routes: Route[] = []
let mallory: Person
let victim: Person
let admin: Headers
/** What is the victim's, by the name of the parameter it goes into. */
let victims: Record<string, string> = {}

const Json = z.record(z.string(), z.unknown())
const get = async (path: string, headers: Headers) =>
  Json.parse(JSON.parse((await attack(`${api}${path}`, 'GET', headers)).text))
const post = async (path: string, body: object, headers: Headers) =>
  await attack(`${api}${path}`, 'POST', { ...json, ...headers }, JSON.stringify(body))

beforeAll(async () => {
  routes = await routesOf(gateway)
  mallory = await newcomer(gateway)
  victim = await newcomer(gateway)
  admin = (await logIn(gateway, administrator.username, administrator.password)).bearer
  const buy = { order_type: 'market_buy', asset_id: 'BTC', quote_amount: '50.00' }
  const order = Json.parse(JSON.parse((await post('/orders', buy, victim.bearer)).text))
  const key = await post('/auth/api-keys', { name: 'bot', scopes: ['read'] }, victim.bearer)
  victims = {
    username: victim.username,
    order_id: z.string().parse(order['order_id']),
    session_id: victim.cookie.split('.')[1] ?? '',
    key_id: z.object({ api_key: z.object({ key_id: z.string() }) }).parse(JSON.parse(key.text))
      .api_key.key_id,
    asset_id: 'BTC',
    id: 'BTC',
  }
})

/** `id` is an order's in the routes about orders and an asset's in those about assets. */
const pathOf = (route: Route): string =>
  filled(
    route,
    route.path.includes('/orders/') ? { ...victims, id: victims['order_id'] ?? '' } : victims,
  )

const isAboutAsset = ({ path }: Route): boolean => path.startsWith(`${API_BASE}/assets/`)
const isAboutOther = (route: Route): boolean => !isAboutAsset(route)

const send = (route: Route, headers: Headers, body?: string, query = '') =>
  attack(
    `${gateway}${pathOf(route)}${query}`,
    route.method,
    body === undefined ? headers : { ...json, ...headers },
    body,
  )

describe('without a token', () => {
  it('only these routes answer', () => {
    const open = routes.filter(({ takesToken }) => !takesToken).map(({ name }) => name)
    expect(open.toSorted()).toEqual(
      [
        'GET /api/v1/inventory/assets',
        'GET /api/v1/inventory/assets/{id}',
        'GET /api/v1/inventory/assets/{id}/candles',
        'GET /api/v1/market/stream',
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
    const made = await post('/auth/api-keys', { name: 'reader', scopes: ['read'] }, mallory.bearer)
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

describe('what nobody should send', () => {
  const deep = `${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}`
  const BODIES: Readonly<Record<string, string>> = {
    nothing: '',
    'half an object': '{"amount":',
    text: 'amount=1',
    null: 'null',
    'an array': '[]',
    'a number': '1',
    'an unknown field': '{"__unknown":1}',
    role: '{"role":"admin"}',
    proto: '{"__proto__":{"admin":true}}',
    constructor: '{"constructor":{"prototype":{"admin":true}}}',
    'NUL in the name of a field': String.raw`{"\u0000":1}`,
    depth: deep,
    'a number without end': '{"amount":1e309,"quantity":1e309}',
    NaN: '{"amount":NaN}',
    'numbers as text':
      '{"amount":"NaN","quantity":"Infinity","username":["a"],"password":{"$ne":1}}',
    'three decimals below zero': '{"amount":"-1.001"}',
    'every type at once':
      '{"username":true,"password":[],"email":{},"amount":{},"scopes":"read","code":1}',
    'controls and directions': String.raw`{"username":"a\u0000b\u202ec","reason":"x\r\nSet-Cookie: a=1","name":"\u202e"}`,
    'a long text': JSON.stringify({ username: 'x'.repeat(50_000) }),
  }

  it('every route with a body refuses each of these with a problem a person can act on', async () => {
    for (const route of routes.filter(({ hasBody }) => hasBody))
      for (const [what, body] of Object.entries(BODIES)) {
        const headers = route.forAdmins ? admin : mallory.bearer
        const name = `${what} to ${route.name}`
        if (route.path.endsWith('/ledger/audit') && what === 'nothing') continue
        expectRefusal(name, await send(route, headers, body))
      }
  })

  it('another kind of body, and one of 10 MB, are refused before they are read', async () => {
    for (const route of routes.filter(({ hasBody }) => hasBody)) {
      const headers = route.forAdmins ? admin : mallory.bearer
      const url = `${gateway}${pathOf(route)}`
      const text = await attack(
        url,
        route.method,
        { ...headers, 'content-type': 'text/plain' },
        '{}',
      )
      expect([route.name, text.status]).toEqual([route.name, 415])
      const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' }
      expect((await attack(url, route.method, form, 'amount=1')).status).toBe(415)
    }
    const big = JSON.stringify({ username: 'x'.repeat(10_000_000) })
    const answer = await attack(`${api}/auth/login`, 'POST', json, big).catch(() => undefined)
    // The connection may be closed before all of it is sent.
    expect([413, undefined]).toContain(answer?.status)
  })

  it('every list refuses a query that makes no sense', async () => {
    const QUERIES = [
      '?limit=-1',
      '?limit=1&limit=2',
      '?cursor=..%2F..%2F',
      '?limit=1e9',
      '?x=%00',
      '?__proto__[a]=1',
    ]
    const lists = routes.filter(
      ({ hasQuery, path }) => hasQuery && !path.endsWith('/stream') && !path.endsWith('{id}'),
    )
    expect(lists.length).toBeGreaterThan(5)
    for (const route of lists)
      for (const query of QUERIES)
        expectRefusal(
          `${query} to ${route.name}`,
          await send(route, route.forAdmins ? admin : mallory.bearer, undefined, query),
        )
  })

  it('parameters full of tricks find nothing', async () => {
    const TRICKS = [
      '%00',
      'a%0d%0ab',
      'x'.repeat(200),
      '%u0041',
      "' or 1=1",
      '%F0%9F%92%A9',
      '..%2f..%2fhealth',
    ]
    for (const route of routes.filter(({ path }) => path.includes('{')))
      for (const trick of TRICKS) {
        const path = route.path.replace(/\{\w+\}/g, trick)
        const answer = await attack(
          `${gateway}${path}`,
          route.method,
          route.forAdmins ? admin : mallory.bearer,
        )
        expectRefusal(`${trick} in ${route.name}`, answer)
      }
  })
})

describe('many at once', () => {
  const times = <Result>(count: number, act: (index: number) => Promise<Result>) =>
    Promise.all(Array.from({ length: count }, (_, index) => act(index)))
  const statusesOf = (answers: { status: number }[]) =>
    answers.map(({ status }) => status).toSorted()

  it('registrations of one name: one account', async () => {
    const person = newPerson()
    const answers = await times(20, async (index) =>
      post('/auth/register', { ...person, email: `${index}${person.email}` }, {}),
    )
    expect(statusesOf(answers)).toEqual([201, ...Array.from({ length: 19 }, () => 409)])
  })

  it('withdrawals of all there is: one, and with one key one and the same', async () => {
    const rich = await newcomer(gateway)
    const all = { amount: '100.00' }
    const answers = await times(20, async () => post('/balance/withdraw', all, rich.bearer))
    expect(statusesOf(answers)).toEqual([201, ...Array.from({ length: 19 }, () => 409)])
    const key = { 'idempotency-key': randomUUID() }
    const deposits = await times(20, async () =>
      post('/balance/deposit', all, { ...rich.bearer, ...key }),
    )
    expect(new Set(deposits.map(({ text }) => text)).size).toBe(1)
    expect((await get('/balance', rich.bearer))['current_balance']).toBe('100.00')
  })

  it('requests with a key while it is revoked: none gets through afterwards', async () => {
    const owner = await newcomer(gateway)
    const made = await post('/auth/api-keys', { name: 'bot', scopes: ['read'] }, owner.bearer)
    const { key, api_key } = z
      .object({ key: z.string(), api_key: z.object({ key_id: z.string() }) })
      .parse(JSON.parse(made.text))
    const use = () => attack(`${api}/balance`, 'GET', { 'x-api-key': key })
    const [revoked] = await Promise.all([
      attack(`${api}/auth/api-keys/${api_key.key_id}`, 'DELETE', owner.bearer),
      times(20, use),
    ])
    expect(revoked.status).toBe(200)
    expect(new Set(statusesOf(await times(20, use)))).toEqual(new Set([401]))
  })

  it('a refresh cookie that comes back after its successor ends the session, token and all', async () => {
    const owner = await newcomer(gateway)
    const refresh = async (cookie: string) => {
      const answer = await fetch(`${api}/auth/refresh`, { method: 'POST', headers: { cookie } })
      const next = answer.headers.getSetCookie().find((each) => each.startsWith('refresh_token='))
      return { status: answer.status, cookie: next?.split(';', 1).join() ?? '' }
    }
    const second = await refresh(owner.cookie)
    const third = await refresh(second.cookie)
    expect((await refresh(owner.cookie)).status).toBe(401)
    expect((await refresh(third.cookie)).status).toBe(401)
    expect((await attack(`${api}/balance`, 'GET', owner.bearer)).status).toBe(401)
  })

  it('a user who is suspended in the middle of it all is out, and back when let in', async () => {
    const owner = await newcomer(gateway)
    const setStatus = (status: string) =>
      attack(
        `${api}/admin/users/${owner.username}/status`,
        'PUT',
        { ...json, ...admin },
        JSON.stringify({ status, reason: 'a test of ours' }),
      )
    await Promise.all([
      setStatus('suspended'),
      times(20, async () => post('/balance/deposit', { amount: '1.00' }, owner.bearer)),
    ])
    const after = await times(10, async () =>
      post('/balance/deposit', { amount: '1.00' }, owner.bearer),
    )
    expect(new Set(statusesOf(after))).toEqual(new Set([401]))
    expect((await post('/auth/login', owner, {})).status).toBe(422)
    const { username, password } = owner
    expect((await post('/auth/login', { username, password }, {})).status).toBe(403)
    expect((await setStatus('active')).status).toBe(200)
    const { bearer } = await logIn(gateway, username, password)
    expect((await attack(`${api}/balance`, 'GET', bearer)).status).toBe(200)
  })
})

describe('after all of it', () => {
  it('the ledger adds up for everyone who took part', async () => {
    for (const { username } of [mallory, victim]) {
      const answer = await post('/admin/ledger/audit', { username }, admin)
      expect([
        answer.status,
        Json.parse(Json.parse(JSON.parse(answer.text))['data'])['findings'],
      ]).toEqual([200, []])
    }
  })

  it('each of the many refused log-ins of an address is recorded, and no secret with it', async () => {
    await post('/auth/login', { username: mallory.username, password: 'Canary-Secret-77' }, {})
    const { events } = z
      .object({ events: z.array(z.object({ event: z.string() })) })
      .parse(await get(`/admin/audit?username=${mallory.username}&event=login_failed`, admin))
    expect(events.length).toBeGreaterThan(0)
    expect(JSON.stringify(events)).not.toContain('Canary')
  })
})
