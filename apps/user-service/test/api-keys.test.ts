import type { App } from '@cnop/common/http/create-app'
import { testLedger } from '@cnop/common/testing/test-ledger'
import { signedInAs, testTokens } from '@cnop/common/testing/test-tokens'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { dynamoUserStore } from '#src/store/users'

import { signUp, startUserService, testClock } from './user-service.ts'

type Headers = Record<string, string>

const clock = testClock()
const ledger = { ...(await testLedger()), now: clock.now }
let app: App

beforeAll(async () => {
  app = await startUserService({ ledger })
})
afterAll(async () => await app.close())

const call = (method: 'GET' | 'POST' | 'DELETE', url: string, headers: Headers, payload?: object) =>
  app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) })

const create = (headers: Headers, more: object = {}) =>
  call('POST', '/auth/api-keys', headers, { name: 'a bot', scopes: ['read'], ...more })

const list = async (headers: Headers) =>
  (await call('GET', '/auth/api-keys', headers)).json().api_keys

const exchange = (key: string) => call('POST', '/internal/api-keys/exchange', {}, { key })

/** A bearer header for a key, as the gateway gets one. */
const asKey = async (key: string): Promise<Headers> => ({
  authorization: `Bearer ${(await exchange(key)).json().access_token}`,
})

describe('an API key', () => {
  it('is shown once; lists and the database have its hash alone', async () => {
    const { headers, username } = await signUp(app)
    const answer = await create(headers, { scopes: ['read', 'trade'] })
    expect(answer.statusCode).toBe(201)
    const { key, api_key } = answer.json()
    expect(key).toMatch(new RegExp(`^cnop\\.${username}\\.${api_key.key_id}\\.[\\w-]{43}$`))
    expect(await list(headers)).toEqual([
      {
        key_id: api_key.key_id,
        name: 'a bot',
        scopes: ['read', 'trade'],
        created_at: expect.any(String),
        last_used_at: null,
        expires_at: null,
      },
    ])
  })

  it('with the scope read looks and does nothing else', async () => {
    const { headers } = await signUp(app)
    const key = await asKey((await create(headers)).json().key)
    expect((await call('GET', '/balance', key)).statusCode).toBe(200)
    const deposit = await call('POST', '/balance/deposit', key, { amount: '1.00' })
    expect([deposit.statusCode, deposit.json().code]).toEqual([403, 'FORBIDDEN'])
    expect(deposit.json().detail).toContain('trade')
  })

  it('with the scope trade moves money, and changes nothing of the account', async () => {
    const { headers } = await signUp(app)
    const key = await asKey((await create(headers, { scopes: ['trade'] })).json().key)
    expect((await call('POST', '/balance/deposit', key, { amount: '1.00' })).statusCode).toBe(201)
    const account = [
      call('GET', '/balance', key),
      call('GET', '/auth/profile', key),
      call('GET', '/auth/sessions', key),
      call('DELETE', '/auth/sessions', key),
      call('POST', '/auth/logout', key),
      create(key),
      call('GET', '/auth/api-keys', key),
      call('GET', '/auth/security-events', key),
      call('GET', '/admin/users', key),
    ]
    for (const answer of await Promise.all(account)) expect(answer.statusCode).toBe(403)
  })

  it("of an administrator is a customer's", async () => {
    const { headers, username } = await signUp(app)
    await dynamoUserStore(ledger).changeStanding({
      username,
      role: 'admin',
      now: clock.now().toISOString(),
    })
    const key = await asKey((await create(headers, { scopes: ['read', 'trade'] })).json().key)
    expect((await call('GET', '/admin/users', key)).statusCode).toBe(403)
  })

  it('says when it was last used, to ten minutes', async () => {
    const { headers } = await signUp(app)
    const { key } = (await create(headers)).json()
    const lastUsed = async () => (await list(headers))[0].last_used_at
    await exchange(key)
    const first = await lastUsed()
    expect(first).not.toBeNull()
    clock.advance({ seconds: 300 })
    await exchange(key)
    expect(await lastUsed()).toBe(first)
    clock.advance({ seconds: 301 })
    await exchange(key)
    expect(Date.parse(await lastUsed())).toBeGreaterThan(Date.parse(first))
  })

  it('stops at once when it is revoked, with the tokens it was traded for', async () => {
    const { headers } = await signUp(app)
    const { key, api_key } = (await create(headers)).json()
    const bearer = await asKey(key)
    const answer = await call('DELETE', `/auth/api-keys/${api_key.key_id}`, headers)
    expect(answer.headers['x-revoked-access']).toBe(`session:${api_key.key_id}`)
    expect((await call('GET', '/balance', bearer)).statusCode).toBe(401)
    expect((await exchange(key)).statusCode).toBe(401)
    expect(await list(headers)).toEqual([])
    expect((await call('DELETE', `/auth/api-keys/${api_key.key_id}`, headers)).statusCode).toBe(404)
    expect((await call('GET', '/balance', headers)).statusCode).toBe(200)
  })

  it('gives no token that works to those who trade it while it is revoked', async () => {
    const { headers } = await signUp(app)
    const { key, api_key } = (await create(headers)).json()
    const [, ...exchanged] = await Promise.all([
      call('DELETE', `/auth/api-keys/${api_key.key_id}`, headers),
      ...Array.from({ length: 10 }, () => exchange(key)),
    ])
    const tokens = exchanged.flatMap((each) => each.json().access_token ?? [])
    for (const token of tokens) {
      const answer = await call('GET', '/balance', { authorization: `Bearer ${token}` })
      expect(answer.statusCode).toBe(401)
    }
  })

  it('of someone else cannot be revoked', async () => {
    const [one, two] = [await signUp(app), await signUp(app)]
    const { key, api_key } = (await create(two.headers)).json()
    const answer = await call('DELETE', `/auth/api-keys/${api_key.key_id}`, one.headers)
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'API_KEY_NOT_FOUND'])
    expect((await exchange(key)).statusCode).toBe(200)
  })

  it('expires when it was said to', async () => {
    const { headers, username } = await signUp(app)
    const { key } = (await create(headers, { expires_in_days: 1 })).json()
    expect((await exchange(key)).statusCode).toBe(200)
    clock.advance({ seconds: 86_401 })
    expect((await exchange(key)).statusCode).toBe(401)
    expect((await list(signedInAs(testTokens(), username)))[0].expires_at).not.toBeNull()
  })

  it('is nothing while its user is suspended, and works again afterwards', async () => {
    const { headers, username } = await signUp(app)
    const { key } = (await create(headers)).json()
    const users = dynamoUserStore(ledger)
    await users.changeStanding({ username, status: 'suspended', now: clock.now().toISOString() })
    expect((await exchange(key)).statusCode).toBe(401)
    await users.changeStanding({ username, status: 'active', now: clock.now().toISOString() })
    expect((await exchange(key)).statusCode).toBe(200)
  })

  it('with another secret, id or user is refused', async () => {
    const { headers, username } = await signUp(app)
    const other = await signUp(app)
    const { key } = (await create(headers)).json()
    const wrong = [
      key.replace(/.{43}$/, 'x'.repeat(43)),
      key.replace(username, other.username),
      key.replace(/\.01/, '.02'),
    ]
    for (const each of wrong) expect((await exchange(each)).statusCode).toBe(401)
    for (const each of ['', 'cnop', `${key}x`]) expect((await exchange(each)).statusCode).toBe(422)
  })

  it.each([
    [{ name: '' }, 'name'],
    [{ name: 'two\nlines' }, 'name'],
    [{ scopes: [] }, 'scopes'],
    [{ scopes: ['admin'] }, 'scopes.0'],
    [{ scopes: ['read', 'read'] }, 'scopes'],
    [{ expires_in_days: 0 }, 'expires_in_days'],
    [{ expires_in_days: 1.5 }, 'expires_in_days'],
    [{ username: 'someone' }, 'username'],
  ])('422 for %j', async (more, field) => {
    const { headers } = await signUp(app)
    const answer = await create(headers, more)
    expect(answer.statusCode).toBe(422)
    expect(answer.json().errors.map((error: { field: string }) => error.field)).toContain(field)
  })

  it('is one of twenty at most', async () => {
    const { headers } = await signUp(app)
    for (let i = 0; i < 20; i += 1) expect((await create(headers)).statusCode).toBe(201)
    const answer = await create(headers)
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'API_KEY_LIMIT'])
  })
})
