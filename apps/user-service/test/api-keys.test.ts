import type { App } from '@cnop/common/http/create-app'
import { testLedger } from '@cnop/common/testing/test-ledger'
import { signedInAs, testTokens } from '@cnop/common/testing/test-tokens'
import { ulid } from 'ulid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { totpCode, totpStep } from '#src/domain/totp'
import { dynamoApiKeyStore } from '#src/store/api-keys'
import { dynamoUserStore } from '#src/store/users'

import { alice, fromBase32, signUp, startUserService, testClock } from './user-service.ts'

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
  call('POST', '/auth/api-keys', headers, {
    name: 'a bot',
    scopes: ['read'],
    current_password: alice.password,
    ...more,
  })

const list = async (headers: Headers) =>
  (await call('GET', '/auth/api-keys', headers)).json().api_keys

const exchange = (key: string) => call('POST', '/internal/api-keys/exchange', {}, { key })

/** A bearer header for a key, as the gateway gets one. */
const asKey = async (key: string): Promise<Headers> => ({
  authorization: `Bearer ${(await exchange(key)).json().access_token}`,
})

/** Twenty keys less those there are: past the pauses after many passwords at once. */
const fill = async (username: string): Promise<void> => {
  const user = await dynamoUserStore(ledger).findByUsername(username)
  const now = clock.now()
  let outcome: string
  do {
    outcome = await dynamoApiKeyStore(ledger.database).create(
      {
        username,
        keyId: ulid(now.getTime()),
        name: 'a bot',
        scopes: ['read'],
        secretHash: 'hash',
        createdAt: now.toISOString(),
        lastUsedAt: undefined,
        expiresAt: Math.floor(now.getTime() / 1_000) + 90 * 86_400,
      },
      { max: 20, passwordHash: user?.password_hash ?? '', now },
    )
  } while (outcome === 'created')
}

describe('making an API key', () => {
  const events = async (headers: Headers): Promise<string[]> =>
    (await call('GET', '/auth/security-events', headers))
      .json()
      .events.map(({ event }: { event: string }) => event)

  it('asks for the password, counts wrong ones like a log-in and records them', async () => {
    const { headers } = await signUp(app)
    const wrong = () => create(headers, { current_password: 'Wrong-Horse-77' })
    const first = await wrong()
    expect([first.statusCode, first.json().code]).toEqual([403, 'WRONG_PASSWORD'])
    expect(await list(headers)).toEqual([])
    expect((await events(headers))[0]).toBe('password_refused')
    const statuses = new Set<number>()
    for (let i = 0; i < 12; i += 1) statuses.add((await wrong()).statusCode)
    expect(statuses).toEqual(new Set([403, 429]))
    const right = await create(headers)
    expect([right.statusCode, right.json().code]).toEqual([429, 'TOO_MANY_ATTEMPTS'])
  })

  it('asks for the second factor where there is one, and takes each code once', async () => {
    const { headers } = await signUp(app)
    const password = { current_password: alice.password }
    const enabled = await call('POST', '/auth/two-factor/enable', headers, password)
    const secret = fromBase32(enabled.json().secret)
    const code = () => totpCode(secret, totpStep(clock.now()))
    const confirmed = await call('POST', '/auth/two-factor/confirm', headers, { code: code() })
    const [recovery] = confirmed.json().recovery_codes
    const without = await create(headers)
    expect([without.statusCode, without.json().code]).toEqual([401, 'TWO_FACTOR_REQUIRED'])
    const used = await create(headers, { code: code() })
    expect([used.statusCode, used.json().code]).toEqual([403, 'TWO_FACTOR_INVALID'])
    expect((await events(headers))[0]).toBe('two_factor_failed')
    expect((await create(headers, { code: recovery })).statusCode).toBe(201)
    expect((await create(headers, { code: recovery })).statusCode).toBe(403)
    expect(await events(headers)).toContain('recovery_code_used')
    clock.advance({ seconds: 31 })
    expect((await create(headers, { code: code() })).statusCode).toBe(201)
  })

  it('gives it 90 days unless it says otherwise', async () => {
    const { headers } = await signUp(app)
    const { created_at, expires_at } = (await create(headers)).json().api_key
    const days = (Date.parse(expires_at) - Date.parse(created_at)) / 86_400_000
    expect(Math.round(days)).toBe(90)
    expect((await create(headers, { expires_in_days: 365 })).statusCode).toBe(201)
  })
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
        expires_at: expect.any(String),
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
      username: username,
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
    [{ expires_in_days: 366 }, 'expires_in_days'],
    [{ current_password: undefined }, 'current_password'],
    [{ current_password: '' }, 'current_password'],
    [{ code: '12345' }, 'code'],
    [{ username: 'someone' }, 'username'],
  ])('422 for %j', async (more, field) => {
    const { headers } = await signUp(app)
    const answer = await create(headers, more)
    expect(answer.statusCode).toBe(422)
    expect(answer.json().errors.map((error: { field: string }) => error.field)).toContain(field)
  })

  it('is one of twenty at most, also of forty made at once', async () => {
    const unlocked = await startUserService({
      ledger,
      loginLock: { afterAccount: 0, afterAddress: 0, seconds: 900 },
    })
    const { headers } = await signUp(unlocked)
    const payload = { name: 'a bot', scopes: ['read'], current_password: alice.password }
    const post = () => unlocked.inject({ method: 'POST', url: '/auth/api-keys', headers, payload })
    const answers = await Promise.all(Array.from({ length: 40 }, post))
    const statuses = answers.map(({ statusCode }) => statusCode)
    expect(statuses.filter((status) => status === 201)).toHaveLength(20)
    expect(statuses.filter((status) => status === 409)).toHaveLength(20)
    expect(await list(headers)).toHaveLength(20)
    expect((await post()).json().code).toBe('API_KEY_LIMIT')
    await unlocked.close()
  })

  it('that was revoked or has expired leaves its place to another', async () => {
    const { headers, username } = await signUp(app)
    const short = (await create(headers, { expires_in_days: 1 })).json().api_key
    await fill(username)
    expect((await create(headers)).statusCode).toBe(409)
    clock.advance({ seconds: 86_401 })
    const bearer = signedInAs(testTokens(), username)
    const next = await create(bearer)
    expect(next.statusCode).toBe(201)
    expect((await create(bearer)).statusCode).toBe(409)
    expect(short.key_id).not.toBe(next.json().api_key.key_id)
    await call('DELETE', `/auth/api-keys/${next.json().api_key.key_id}`, bearer)
    expect((await create(bearer)).statusCode).toBe(201)
    expect((await create(bearer)).statusCode).toBe(409)
  })

  it('cannot be made with a password that is changed in the meantime', async () => {
    const { headers, username } = await signUp(app)
    const user = await dynamoUserStore(ledger).findByUsername(username)
    await app.inject({
      method: 'PUT',
      url: '/auth/password',
      headers,
      payload: { current_password: alice.password, new_password: 'Another-Horse-8' },
    })
    const now = clock.now()
    const key = { username, keyId: ulid(), name: 'late', scopes: [], secretHash: 'hash' }
    const outcome = await dynamoApiKeyStore(ledger.database).create(
      { ...key, createdAt: now.toISOString(), lastUsedAt: undefined, expiresAt: 2_000_000_000 },
      { max: 20, passwordHash: user?.password_hash ?? '', now },
    )
    expect([outcome, await list(headers)]).toEqual(['password-changed', []])
  })
})
