import { signedInAs, testTokens } from '@cnop/common/testing/test-tokens'
import { afterEach, describe, expect, it } from 'vitest'

import { problemOf, startGateway, startStandIn } from './gateway.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()))
})

const KEY_ID = '01ARZ3NDEKTSV4RRFFQ69G5FAV'
const SECRET = 'x'.repeat(43)
const keyOf = (username: string) => `cnop.${username}.${KEY_ID}.${SECRET}`
const GOOD = keyOf('alice_trader')

/** A gateway whose user-service knows one key, with the scope read. */
const start = async (options: Partial<Parameters<typeof startGateway>[0]> = {}) => {
  const service = await startStandIn()
  const token = testTokens().sign({
    username: 'alice_trader',
    role: 'customer',
    sessionId: KEY_ID,
    scopes: ['read'],
  })
  let up = true
  service.respond((request, response) => {
    response.setHeader('content-type', 'application/json')
    if (request.url !== '/internal/api-keys/exchange') {
      if (request.url.startsWith('/auth/api-keys/'))
        response.setHeader('x-revoked-access', `session:${KEY_ID}`)
      return response.end('{}')
    }
    if (!up) return response.destroy()
    if (!request.body.includes(GOOD)) return response.writeHead(401).end('{}')
    return response.end(JSON.stringify({ access_token: token, expires_in: 120 }))
  })
  const gateway = await startGateway({ serviceUrl: service.url, ...options })
  closing.push(gateway.close, service.close)
  const get = (headers: Record<string, string>, path = '/balance') =>
    fetch(`${gateway.url}/api/v1${path}`, { headers })
  return {
    gateway,
    get,
    token,
    seen: service.seen,
    goDown: () => {
      up = false
    },
  }
}

const exchanges = (seen: { url: string }[]) =>
  seen.filter(({ url }) => url === '/internal/api-keys/exchange').length

describe('X-API-Key', () => {
  it('is traded once for a token, which is all the service sees', async () => {
    const { get, seen, token } = await start()
    const answers = await Promise.all(Array.from({ length: 5 }, () => get({ 'x-api-key': GOOD })))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    const requests = seen()
    expect(exchanges(requests)).toBe(1)
    const forwarded = requests.filter(({ url }) => url === '/balance')
    expect(forwarded).toHaveLength(5)
    for (const { headers } of forwarded) {
      expect(headers.authorization).toBe(`Bearer ${token}`)
      expect(JSON.stringify(headers)).not.toContain(SECRET)
    }
  })

  it('403 on what it has no scope for, before the service hears of it', async () => {
    const { gateway, get, seen } = await start()
    await get({ 'x-api-key': GOOD })
    seen()
    const order = await fetch(`${gateway.url}/api/v1/orders`, {
      method: 'POST',
      headers: { 'x-api-key': GOOD, 'content-type': 'application/json' },
      body: '{}',
    })
    const refused = [
      order,
      ...(await Promise.all(
        ['/auth/profile', '/auth/sessions', '/admin/users'].map((path) =>
          get({ 'x-api-key': GOOD }, path),
        ),
      )),
    ]
    for (const answer of refused)
      expect([answer.status, (await problemOf(answer)).code]).toEqual([403, 'FORBIDDEN'])
    expect(seen()).toEqual([])
  })

  it('401 for a wrong key, asked about once, and for what is no key without asking', async () => {
    const { get, seen } = await start()
    for (let i = 0; i < 3; i += 1)
      expect((await get({ 'x-api-key': keyOf('mallory_x') })).status).toBe(401)
    expect(exchanges(seen())).toBe(1)
    for (const key of ['', 'x', `${GOOD} `.trim().slice(0, -1), `${GOOD}x`, 'é'])
      expect((await get({ 'x-api-key': key })).status).toBe(401)
    expect(seen()).toEqual([])
  })

  it('is not looked at beside Authorization, which wins whether it is valid or not', async () => {
    const { get, seen } = await start()
    const bob = signedInAs(testTokens(), 'bob_trader')
    for (const key of [GOOD, keyOf('mallory_x'), 'no key at all'])
      expect((await get({ 'x-api-key': key, ...bob })).status).toBe(200)
    const requests = seen()
    expect(exchanges(requests)).toBe(0)
    for (const { headers } of requests) expect(headers.authorization).toBe(bob.authorization)
    for (const authorization of ['Bearer a.b.c', 'Bearer x', 'Basic eDp5', ''])
      expect((await get({ 'x-api-key': GOOD, authorization })).status).toBe(401)
    expect(seen()).toEqual([])
  })

  it('stops at once when user-service says that it is revoked', async () => {
    const { gateway, get } = await start()
    expect((await get({ 'x-api-key': GOOD })).status).toBe(200)
    const alice = signedInAs(testTokens(), 'alice_trader')
    const revoke = await fetch(`${gateway.url}/api/v1/auth/api-keys/${KEY_ID}`, {
      method: 'DELETE',
      headers: alice,
    })
    expect(revoke.status).toBe(200)
    expect((await get({ 'x-api-key': GOOD })).status).toBe(401)
    expect((await get(alice)).status).toBe(200)
  })

  it('goes on for a while when user-service is away; a new one is answered 503', async () => {
    const { get, goDown } = await start()
    expect((await get({ 'x-api-key': GOOD })).status).toBe(200)
    goDown()
    expect((await get({ 'x-api-key': GOOD })).status).toBe(200)
    const other = await get({ 'x-api-key': keyOf('bob_trader') })
    expect([other.status, (await problemOf(other)).code]).toEqual([503, 'SERVICE_UNAVAILABLE'])
  })

  it('429 for guessing keys, which does not reach user-service any more', async () => {
    const { get, seen } = await start({ limits: { login: 3 } })
    const statuses: number[] = []
    for (let i = 0; i < 5; i += 1)
      statuses.push((await get({ 'x-api-key': keyOf(`guess_${i}x`) })).status)
    expect(statuses).toEqual([401, 401, 401, 429, 429])
    expect(exchanges(seen())).toBe(3)
  })

  it('429 for guessing tells of the limit it is about, and takes nothing of another', async () => {
    const { gateway, get } = await start({ limits: { login: 1, reads: 2 } })
    await get({ 'x-api-key': keyOf('guess_1x') })
    for (let i = 0; i < 3; i += 1) {
      const refused = await get({ 'x-api-key': keyOf(`guess_${i}y`) })
      expect(refused.status).toBe(429)
      expect(refused.headers.get('ratelimit-limit')).toBe('1')
      expect(refused.headers.get('ratelimit-remaining')).toBe('0')
    }
    const other = await fetch(`${gateway.url}/api/v1/balance`)
    // The first guess was counted, this request is the second, and no refused one is in between.
    expect([other.status, other.headers.get('ratelimit-remaining')]).toEqual([401, '0'])
  })

  it('429 for guessing keys from a whole /64 of IPv6', async () => {
    const { get } = await start({ limits: { login: 2 }, trustedProxies: ['127.0.0.1'] })
    const statuses: number[] = []
    for (let i = 0; i < 4; i += 1)
      statuses.push(
        (
          await get({
            'x-api-key': keyOf(`guess_${i}x`),
            'x-forwarded-for': `2001:db8:1:2::${i + 1}`,
          })
        ).status,
      )
    expect(statuses).toEqual([401, 401, 429, 429])
  })
})

describe('an API key as a bearer token', () => {
  it.each(['Bearer', 'bearer', 'BEARER'])(
    'is traded for a token as X-API-Key is, with the scheme written %s',
    async (scheme) => {
      const { get, seen, token } = await start()
      expect((await get({ authorization: `${scheme} ${GOOD}` })).status).toBe(200)
      const requests = seen()
      expect(exchanges(requests)).toBe(1)
      const balance = requests.find(({ url }) => url === '/balance')
      expect(balance?.headers.authorization).toBe(`Bearer ${token}`)
    },
  )

  it('wins over X-API-Key', async () => {
    const { get, seen } = await start()
    const headers = { authorization: `Bearer ${GOOD}`, 'x-api-key': keyOf('mallory_x') }
    expect((await get(headers)).status).toBe(200)
    expect(exchanges(seen())).toBe(1)
    const swapped = { authorization: `Bearer ${keyOf('mallory_x')}`, 'x-api-key': GOOD }
    expect((await get(swapped)).status).toBe(401)
  })

  it('has the scopes of the key and no more', async () => {
    const { get } = await start()
    expect((await get({ authorization: `Bearer ${GOOD}` }, '/auth/profile')).status).toBe(403)
  })

  it('429 for guessing', async () => {
    const { get, seen } = await start({ limits: { login: 1 } })
    const statuses: number[] = []
    for (let i = 0; i < 3; i += 1)
      statuses.push((await get({ authorization: `Bearer ${keyOf(`guess_${i}x`)}` })).status)
    expect(statuses).toEqual([401, 429, 429])
    expect(exchanges(seen())).toBe(1)
  })
})
