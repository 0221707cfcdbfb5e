import type { App } from '@cnop/common/http/create-app'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { alice, refreshCookie, signUp, startUserService, testClock } from './user-service.ts'

let app: App
const clock = testClock()

beforeAll(async () => {
  app = await startUserService({ now: clock.now })
})
afterAll(async () => await app.close())

const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url, payload, headers })

const register = (person: object) => post('/auth/register', person)

const refreshWith = (cookie: string) =>
  app.inject({ method: 'POST', url: '/auth/refresh', cookies: { refresh_token: cookie } })

describe('POST /auth/register', () => {
  it('201 opens an account with a zero balance and answers the profile, never the hash', async () => {
    const answer = await register(alice)
    expect(answer.statusCode).toBe(201)
    expect(answer.json().user).toMatchObject({ username: 'alice_trader', role: 'customer' })
    expect(answer.body).not.toContain('password')
    const login = await post('/auth/login', credentials(alice))
    const balance = await app.inject({
      method: 'GET',
      url: '/balance',
      headers: { authorization: `Bearer ${login.json().access_token}` },
    })
    expect(balance.json()).toMatchObject({ current_balance: '0.00', held: '0.00', currency: 'USD' })
  })

  it('409 for a name that differs only in case and spaces, and for a taken address', async () => {
    const sameName = await register({
      ...alice,
      username: ' ALICE_Trader ',
      email: 'b@example.com',
    })
    expect([sameName.statusCode, sameName.json().code]).toEqual([409, 'USERNAME_TAKEN'])
    const sameMail = await register({ ...alice, username: 'alice_two', email: 'ALICE@example.com' })
    expect([sameMail.statusCode, sameMail.json().code]).toEqual([409, 'EMAIL_TAKEN'])
  })

  it('409 for all but one of many at once with one name', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        register({ ...alice, username: 'contested', email: `c${i}@example.com` }),
      ),
    )
    const codes = answers.map(({ statusCode }) => statusCode).toSorted()
    expect(codes).toEqual([201, ...Array.from({ length: 9 }, () => 409)])
  })

  it('409 for a taken address leaves the name free', async () => {
    await register({ ...alice, username: 'loser_name', email: 'alice@example.com' })
    const again = await register({ ...alice, username: 'loser_name', email: 'free@example.com' })
    expect(again.statusCode).toBe(201)
  })

  it.each([
    [{ username: 'short' }, 'username'],
    [{ username: 'has space' }, 'username'],
    [{ email: 'not-an-address' }, 'email'],
    [{ password: 'Short-7' }, 'password'],
    [{ password: 'alllowercase-7' }, 'password'],
    [{ password: 'Password1234!' }, 'password'],
    [{ password: 'Poiuytrewq12!' }, 'password'],
    [{ password: 'Alice-Trader-12!' }, 'password'],
    [{ password: `Aa1${'\u{1f600}'.repeat(6)}` }, 'password'],
    [{ email: `${'a'.repeat(65)}@example.com` }, 'email'],
    [{ phone: '555010' }, 'phone'],
    [{ password: 'Somebody-777!' }, 'password'],
    [{ password: 'My-Mailbox.of-77', email: 'mailbox.of@y.co' }, 'password'],
    [{ password: `Aa1-${'é'.repeat(40)}` }, 'password'],
    [{ date_of_birth: '2020-01-01' }, 'date_of_birth'],
    [{ date_of_birth: '1990-02-30' }, 'date_of_birth'],
    [{ first_name: '<b>' }, 'first_name'],
    [{ role: 'admin' }, 'role'],
    [{ balance: '1000000' }, 'balance'],
    [{ created_at: '2020-01-01T00:00:00Z' }, 'created_at'],
  ])('422 for %j, naming the field', async (change, field) => {
    const answer = await register({ ...alice, username: 'somebody', email: 'x@y.co', ...change })
    expect(answer.statusCode).toBe(422)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(answer.json().errors.map((error: { field: string }) => error.field)).toContain(field)
  })
})

const credentials = ({ username, password }: { username: string; password: string }) => ({
  username,
  password,
})

describe('POST /auth/login', () => {
  it('200 by name in any case or by address, with a token and a cookie scripts cannot read', async () => {
    for (const username of ['alice_trader', ' Alice_TRADER ', 'Alice@Example.com']) {
      const answer = await post('/auth/login', { username, password: alice.password })
      expect(answer.statusCode).toBe(200)
      expect(answer.json()).toMatchObject({ token_type: 'bearer', expires_in: 1800 })
      expect(answer.headers['set-cookie']).toContainEqual(
        expect.stringMatching(/^refresh_token=.*Path=\/api\/v1\/auth; HttpOnly; SameSite=Strict$/),
      )
    }
  })

  it('401 with the same answer for a wrong password and for nobody', async () => {
    const wrong = await post('/auth/login', { ...credentials(alice), password: 'Wrong-Horse-77' })
    const nobody = await post('/auth/login', {
      username: 'nobody_here',
      password: 'Wrong-Horse-77',
    })
    expect([wrong.statusCode, nobody.statusCode]).toEqual([401, 401])
    const { request_id: _a, ...first } = wrong.json()
    const { request_id: _b, ...second } = nobody.json()
    expect(first).toEqual(second)
    expect(wrong.headers['set-cookie']).toBeUndefined()
  })

  it('401 for an address that nobody has, though there is someone called undefined', async () => {
    await register({ ...alice, username: 'undefined', email: 'undefined@example.com' })
    const unowned = { username: 'nobody_has_this@example.com', password: alice.password }
    expect((await post('/auth/login', unowned)).statusCode).toBe(401)
  })

  it('401 for the password in another case: it is never folded', async () => {
    const answer = await post('/auth/login', {
      username: alice.username,
      password: alice.password.toLowerCase(),
    })
    expect(answer.statusCode).toBe(401)
  })
})

describe('POST /auth/refresh', () => {
  it('200 gives a new token and a new cookie, and the session goes on', async () => {
    const { cookie, username } = await signUp(app)
    const answer = await refreshWith(cookie)
    expect(answer.statusCode).toBe(200)
    expect(answer.json().user.username).toBe(username)
    expect((await refreshWith(refreshCookie(answer.cookies))).statusCode).toBe(200)
  })

  it('200 with the same cookie again for a moment, in case the answer was lost', async () => {
    const { cookie } = await signUp(app)
    const first = refreshCookie((await refreshWith(cookie)).cookies)
    const again = await refreshWith(cookie)
    expect([again.statusCode, refreshCookie(again.cookies)]).toEqual([200, first])
    expect((await refreshWith(first)).statusCode).toBe(200)
  })

  it('200 for all of many at once with one cookie, which all get the same next one', async () => {
    const { cookie } = await signUp(app)
    const answers = await Promise.all(Array.from({ length: 8 }, () => refreshWith(cookie)))
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]))
    expect(new Set(answers.map(({ cookies }) => refreshCookie(cookies))).size).toBe(1)
  })

  it('401 for a cookie whose successor was used, and its session is over for the newest one too', async () => {
    const { cookie, headers } = await signUp(app)
    const second = refreshCookie((await refreshWith(cookie)).cookies)
    const third = refreshCookie((await refreshWith(second)).cookies)
    const reused = await refreshWith(cookie)
    expect([reused.statusCode, reused.json().code]).toEqual([401, 'SESSION_ENDED'])
    expect(reused.headers['x-revoked-access']).toBe(`session:${cookie.split('.')[1]}`)
    expect((await refreshWith(third)).statusCode).toBe(401)
    expect((await app.inject({ url: '/auth/profile', headers })).statusCode).toBe(401)
  })

  it('401 for a cookie replaced half a minute ago, and its session is over', async () => {
    const { cookie } = await signUp(app)
    const newer = refreshCookie((await refreshWith(cookie)).cookies)
    clock.advance({ seconds: 31 })
    expect((await refreshWith(cookie)).statusCode).toBe(401)
    expect((await refreshWith(newer)).statusCode).toBe(401)
  })

  it('401 for secrets that never were genuine, and the session they name goes on', async () => {
    const { cookie } = await signUp(app)
    const [name, session, family] = cookie.split('.')
    const random = 'x'.repeat(43)
    const guess = await refreshWith(`${name}.${session}.${'y'.repeat(22)}.${random}`)
    expect(guess.statusCode).toBe(401)
    expect(guess.headers['x-revoked-access']).toBeUndefined()
    expect(family).toHaveLength(22)
    expect((await refreshWith(cookie)).statusCode).toBe(200)
  })

  it('401 without a cookie, with garbage, and with the name of someone else in it', async () => {
    const { cookie } = await signUp(app)
    const forged = cookie.replace(/^[^.]+/, 'alice_trader')
    for (const value of ['', 'x', 'a.b.c', forged])
      expect((await refreshWith(value)).statusCode).toBe(401)
    expect((await refreshWith(cookie)).statusCode).toBe(200)
  })
})

describe('a request with a token and an API key', () => {
  it('200 by the token: a service does not look at X-API-Key', async () => {
    const { headers, username } = await signUp(app)
    const both = { ...headers, 'x-api-key': 'cnop.someone_else' }
    const answer = await app.inject({ url: '/auth/profile', headers: both })
    expect([answer.statusCode, answer.json().username]).toEqual([200, username])
    const alone = await app.inject({ url: '/auth/profile', headers: { 'x-api-key': 'cnop.x' } })
    expect(alone.statusCode).toBe(401)
  })
})

describe('POST /auth/logout', () => {
  it('200 ends the session: the cookie is cleared, useless, and the gateway is told', async () => {
    const { cookie, headers } = await signUp(app)
    const answer = await app.inject({ method: 'POST', url: '/auth/logout', headers })
    expect(answer.statusCode).toBe(200)
    expect(String(answer.headers['set-cookie'])).toContain('refresh_token=;')
    expect(answer.headers['x-revoked-access']).toBe(`session:${cookie.split('.')[1]}`)
    expect((await refreshWith(cookie)).statusCode).toBe(401)
  })

  it('200 for a client that names a type for the body it does not send', async () => {
    const { headers } = await signUp(app)
    const answer = await app.inject({
      method: 'POST',
      url: '/auth/logout',
      headers: { ...headers, 'content-type': 'application/json' },
    })
    expect(answer.statusCode).toBe(200)
  })

  it('401 without a token', async () => {
    expect((await app.inject({ method: 'POST', url: '/auth/logout' })).statusCode).toBe(401)
  })
})

describe('GET /auth/profile', () => {
  it('200 under both of its names', async () => {
    const { headers, username } = await signUp(app)
    for (const url of ['/auth/profile', '/auth/me']) {
      const answer = await app.inject({ method: 'GET', url, headers })
      expect(answer.json()).toMatchObject({ username, email: `${username}@example.com` })
      expect(answer.body).not.toContain('hash')
    }
  })

  it('401 for headers that merely claim to be someone', async () => {
    const answer = await app.inject({
      method: 'GET',
      url: '/auth/profile',
      headers: { 'x-user-id': 'alice_trader', 'x-user-role': 'admin' },
    })
    expect(answer.statusCode).toBe(401)
  })
})
