import type { App } from '@cnop/common/http/create-app'
import { testLedger } from '@cnop/common/testing/test-ledger'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startSession } from '#src/domain/start-session'
import { dynamoSessionStore } from '#src/store/sessions'

import { alice, refreshCookie, signUp, startUserService } from './user-service.ts'

const ledger = await testLedger()
let app: App

beforeAll(async () => {
  app = await startUserService({ ledger })
})
afterAll(async () => await app.close())

type Headers = Record<string, string>

const get = (url: string, headers: Headers) => app.inject({ method: 'GET', url, headers })
const put = (url: string, payload: object, headers: Headers) =>
  app.inject({ method: 'PUT', url, payload, headers })
const remove = (url: string, headers: Headers) => app.inject({ method: 'DELETE', url, headers })

const logIn = async (username: string, password = alice.password, userAgent = 'test') => {
  const answer = await app.inject({
    method: 'POST',
    url: '/auth/login',
    payload: { username, password },
    headers: { 'user-agent': userAgent },
  })
  return {
    status: answer.statusCode,
    headers: { authorization: `Bearer ${answer.json().access_token}` },
    cookie: refreshCookie(answer.cookies),
    ended: answer.headers['x-revoked-access'],
  }
}

const refreshStatus = async (cookie: string): Promise<number> =>
  (await app.inject({ method: 'POST', url: '/auth/refresh', cookies: { refresh_token: cookie } }))
    .statusCode

const newKey = async (headers: Headers) => {
  const answer = await app.inject({
    method: 'POST',
    url: '/auth/api-keys',
    payload: { name: 'a bot', scopes: ['read'], current_password: alice.password },
    headers,
  })
  return answer.json()
}

const exchangeStatus = async (key: string): Promise<number> =>
  (await app.inject({ method: 'POST', url: '/internal/api-keys/exchange', payload: { key } }))
    .statusCode

describe('PUT /auth/profile', () => {
  it.each(['/auth/profile', '/auth/me'])(
    '200 at %s changes what is named and nothing else',
    async (url) => {
      const { headers, username } = await signUp(app)
      const answer = await put(url, { first_name: 'Alicia', phone: '+1 555 010 9999' }, headers)
      expect(answer.statusCode).toBe(200)
      expect(answer.json()).toMatchObject({
        username,
        first_name: 'Alicia',
        last_name: 'Trader',
        phone: '+1 555 010 9999',
      })
      expect((await get(url, headers)).json()).toEqual(answer.json())
      expect((await put(url, { phone: null }, headers)).json().phone).toBeNull()
    },
  )

  it.each([
    [{ role: 'admin' }, 'role'],
    [{ first_name: 'Eve', username: 'somebody_else' }, 'username'],
    [{ balance: '1000000' }, 'balance'],
    [{ created_at: '2020-01-01T00:00:00Z' }, 'created_at'],
    [{ password_hash: 'x' }, 'password_hash'],
    [{ status: 'active' }, 'status'],
    [{ first_name: '' }, 'first_name'],
    [{ date_of_birth: '2020-01-01' }, 'date_of_birth'],
    [{}, 'request'],
  ])('422 for %j, and nothing changes', async (change, field) => {
    const { headers } = await signUp(app)
    const before = (await get('/auth/profile', headers)).json()
    const answer = await put('/auth/profile', change, headers)
    expect(answer.statusCode).toBe(422)
    expect(answer.json().errors.map((error: { field: string }) => error.field)).toContain(field)
    expect((await get('/auth/profile', headers)).json()).toEqual(before)
  })

  it('a new address needs the password, works for log-in, and frees the old one', async () => {
    const { headers, username } = await signUp(app)
    const email = `new_${username}@example.com`
    expect((await put('/auth/profile', { email }, headers)).statusCode).toBe(422)
    const wrong = await put('/auth/profile', { email, current_password: 'Wrong-Horse-77' }, headers)
    expect([wrong.statusCode, wrong.json().code]).toEqual([403, 'WRONG_PASSWORD'])
    const right = await put('/auth/profile', { email, current_password: alice.password }, headers)
    expect([right.statusCode, right.json().email]).toEqual([200, email])
    expect((await logIn(email)).status).toBe(200)
    expect((await logIn(`${username}@example.com`)).status).toBe(401)
  })

  it('409 for an address that is taken, and of many at once for one free address one wins', async () => {
    const people = await Promise.all(Array.from({ length: 5 }, () => signUp(app)))
    const [first] = people
    const change = (email: string, headers: Headers) =>
      put('/auth/profile', { email, current_password: alice.password }, headers)
    const taken = await change(`${people[1]?.username}@example.com`, first?.headers ?? {})
    expect([taken.statusCode, taken.json().code]).toEqual([409, 'EMAIL_TAKEN'])
    const answers = await Promise.all(
      people.map(({ headers }) => change('contested@example.com', headers)),
    )
    const statuses = answers.map(({ statusCode }) => statusCode).toSorted()
    expect(statuses).toEqual([200, 409, 409, 409, 409])
  })
})

describe('PUT /auth/password', () => {
  const change = (headers: Headers, current_password: string, new_password: string) =>
    put('/auth/password', { current_password, new_password }, headers)
  const NEW = 'Another-Horse-8'

  it('200 ends every other session at once; this one goes on', async () => {
    const { headers, cookie, username } = await signUp(app)
    const other = await logIn(username)
    const answer = await change(headers, alice.password, NEW)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['x-revoked-access']).toBe(`session:${other.cookie.split('.')[1]}`)
    expect((await get('/auth/profile', other.headers)).statusCode).toBe(401)
    expect(await refreshStatus(other.cookie)).toBe(401)
    expect((await get('/auth/profile', headers)).statusCode).toBe(200)
    expect(await refreshStatus(cookie)).toBe(200)
    expect((await logIn(username)).status).toBe(401)
    expect((await logIn(username, NEW)).status).toBe(200)
  })

  it('200 revokes the API keys where that is asked for, and leaves them otherwise', async () => {
    const { headers } = await signUp(app)
    const { key, api_key } = await newKey(headers)
    const kept = await change(headers, alice.password, NEW)
    expect(kept.headers['x-revoked-access']).toBeUndefined()
    expect(await exchangeStatus(key)).toBe(200)
    const answer = await put(
      '/auth/password',
      { current_password: NEW, new_password: alice.password, revoke_api_keys: true },
      headers,
    )
    expect(answer.headers['x-revoked-access']).toBe(`session:${api_key.key_id}`)
    expect(await exchangeStatus(key)).toBe(401)
    const { events } = (await get('/auth/security-events', headers)).json()
    expect(events[0]).toMatchObject({
      event: 'api_key_revoked',
      details: { key_id: api_key.key_id },
    })
    expect(events[1]).toMatchObject({ event: 'password_changed' })
  })

  it('403 for a wrong current password, and nothing changes', async () => {
    const { headers, username } = await signUp(app)
    const answer = await change(headers, 'Wrong-Horse-77', NEW)
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'WRONG_PASSWORD'])
    expect((await logIn(username)).status).toBe(200)
  })

  it.each(['short', 'Password1234!', alice.password])(
    '422 for the new password %j',
    async (next) => {
      const { headers } = await signUp(app)
      const answer = await change(headers, alice.password, next)
      expect(answer.statusCode).toBe(422)
      expect(answer.json().errors[0].field).toBe('new_password')
    },
  )

  it('of two changes at once from the same password one wins', async () => {
    const { headers } = await signUp(app)
    const answers = await Promise.all([
      change(headers, alice.password, 'First-Horse-88'),
      change(headers, alice.password, 'Second-Horse-88'),
    ])
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 403])
  })
})

describe('sessions', () => {
  const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

  it('are listed newest first with device and address, and never with a secret', async () => {
    const { headers, username } = await signUp(app)
    const other = await logIn(username, alice.password, `${FIREFOX}${'x'.repeat(500)}`)
    const answer = await get('/auth/sessions', headers)
    const { sessions } = answer.json()
    expect(sessions).toHaveLength(2)
    expect(sessions[0]).toMatchObject({
      session_id: other.cookie.split('.')[1],
      device: 'Firefox on Linux',
      address: '127.0.0.1',
      current: false,
    })
    expect(sessions[0].user_agent).toHaveLength(200)
    expect(sessions[1].current).toBe(true)
    expect(answer.body).not.toMatch(/hash|secret|salt/)
  })

  it('end one by one: the token and the cookie of the one are void at once', async () => {
    const { headers, username } = await signUp(app)
    const other = await logIn(username)
    const id = other.cookie.split('.')[1]
    const answer = await remove(`/auth/sessions/${id}`, headers)
    expect([answer.statusCode, answer.headers['x-revoked-access']]).toEqual([200, `session:${id}`])
    expect((await get('/balance', other.headers)).statusCode).toBe(401)
    expect(await refreshStatus(other.cookie)).toBe(401)
    expect((await remove(`/auth/sessions/${id}`, headers)).statusCode).toBe(404)
    expect((await get('/auth/sessions', headers)).json().sessions).toHaveLength(1)
  })

  it('of someone else cannot be ended', async () => {
    const [one, two] = [await signUp(app), await signUp(app)]
    const answer = await remove(`/auth/sessions/${two.cookie.split('.')[1]}`, one.headers)
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'SESSION_NOT_FOUND'])
    expect((await get('/balance', two.headers)).statusCode).toBe(200)
  })

  it('are fifty at most: the oldest ends, its token at once and the gateway is told', async () => {
    const { headers, username, cookie } = await signUp(app)
    for (let others = 1; others < 50; others += 1) await logIn(username)
    expect((await get('/balance', headers)).statusCode).toBe(200)
    const { ended } = await logIn(username)
    expect(ended).toBe(`session:${cookie.split('.')[1]}`)
    expect((await get('/balance', headers)).statusCode).toBe(401)
    expect(await refreshStatus(cookie)).toBe(401)
  })

  it('are fifty at most, also after many log-ins at once', async () => {
    const { username } = await signUp(app)
    const sessions = dynamoSessionStore(ledger.database, ledger.now)
    const deps = { sessions, revoker: { change: async () => {} }, now: ledger.now }
    const origin = { address: '127.0.0.1', userAgent: 'test' }
    const start = (count: number) =>
      Promise.all(Array.from({ length: count }, () => startSession(deps, username, origin)))
    // The first session comes from signing up.
    for (const count of [22, 22, 15]) await start(count)
    expect(await sessions.list(username)).toHaveLength(50)
  })

  it('end together with the API keys where that is asked for', async () => {
    const { headers } = await signUp(app)
    const { key, api_key } = await newKey(headers)
    await remove('/auth/sessions?keep_current=true', headers)
    expect(await exchangeStatus(key)).toBe(200)
    const answer = await remove('/auth/sessions?keep_current=true&revoke_api_keys=true', headers)
    expect(answer.headers['x-revoked-access']).toBe(`session:${api_key.key_id}`)
    expect(answer.json().message).toContain('API keys revoked: 1.')
    expect(await exchangeStatus(key)).toBe(401)
  })

  it('end all at once, with or without this one', async () => {
    const { headers, username, cookie } = await signUp(app)
    const others = [await logIn(username), await logIn(username)]
    expect((await remove('/auth/sessions?keep_current=true', headers)).statusCode).toBe(200)
    for (const other of others) expect((await get('/balance', other.headers)).statusCode).toBe(401)
    expect((await get('/balance', headers)).statusCode).toBe(200)
    const answer = await remove('/auth/sessions', headers)
    expect(String(answer.headers['set-cookie'])).toContain('refresh_token=;')
    expect((await get('/balance', headers)).statusCode).toBe(401)
    expect(await refreshStatus(cookie)).toBe(401)
  })
})
