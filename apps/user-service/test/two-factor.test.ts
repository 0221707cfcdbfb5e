import { GetCommand } from '@aws-sdk/lib-dynamodb'
import type { App } from '@cnop/common/http/create-app'
import { testLedger } from '@cnop/common/testing/test-ledger'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { totpCode, totpStep } from '#src/domain/totp'

import {
  alice,
  fromBase32,
  refreshCookie,
  signUp,
  startUserService,
  testClock,
} from './user-service.ts'

type Headers = Record<string, string>

const clock = testClock()
const ledger = { ...(await testLedger()), now: clock.now }
let app: App

beforeAll(async () => {
  app = await startUserService({ ledger })
})
afterAll(async () => await app.close())

const post = (url: string, payload: object, headers: Headers = {}) =>
  app.inject({ method: 'POST', url, payload, headers })

const logIn = (username: string, two_factor_code?: string, password = alice.password) =>
  post('/auth/login', {
    username,
    password,
    ...(two_factor_code === undefined ? {} : { two_factor_code }),
  })

const nextStep = () => clock.advance({ seconds: 31 })

/** Someone with two-factor log-in on, and an authenticator app. */
const withTwoFactor = async () => {
  const person = await signUp(app)
  const { headers } = person
  const enabled = await post(
    '/auth/two-factor/enable',
    { current_password: alice.password },
    headers,
  )
  const secret = fromBase32(enabled.json().secret)
  const code = () => totpCode(secret, totpStep(clock.now()))
  const confirmed = await post('/auth/two-factor/confirm', { code: code() }, headers)
  expect(confirmed.statusCode).toBe(200)
  const recoveryCodes: string[] = confirmed.json().recovery_codes
  return { ...person, code, secret, recoveryCodes, confirmed }
}

const status = async (headers: Headers) =>
  (await app.inject({ method: 'GET', url: '/auth/two-factor', headers })).json()

describe('turning it on', () => {
  it('takes the password and a code of the secret; until then nothing changes', async () => {
    const { headers, username } = await signUp(app)
    const wrong = await post(
      '/auth/two-factor/enable',
      { current_password: 'Wrong-Horse-7' },
      headers,
    )
    expect([wrong.statusCode, wrong.json().code]).toEqual([403, 'WRONG_PASSWORD'])
    const early = await post('/auth/two-factor/confirm', { code: '123456' }, headers)
    expect([early.statusCode, early.json().code]).toEqual([409, 'TWO_FACTOR_NOT_PROPOSED'])
    await post('/auth/two-factor/enable', { current_password: alice.password }, headers)
    const guess = await post('/auth/two-factor/confirm', { code: '000000' }, headers)
    expect([guess.statusCode, guess.json().code]).toEqual([403, 'TWO_FACTOR_INVALID'])
    expect((await logIn(username)).statusCode).toBe(200)
    expect(await status(headers)).toEqual({ enabled: false, recovery_codes_left: 0 })
  })

  it('answers ten recovery codes, and ends the other sessions', async () => {
    const { headers, username } = await signUp(app)
    const other = await logIn(username)
    const enabled = await post(
      '/auth/two-factor/enable',
      { current_password: alice.password },
      headers,
    )
    const { secret, otpauth_uri } = enabled.json()
    expect(otpauth_uri).toContain(`secret=${secret}`)
    const code = totpCode(fromBase32(secret), totpStep(clock.now()))
    const confirmed = await post('/auth/two-factor/confirm', { code }, headers)
    expect(new Set(confirmed.json().recovery_codes).size).toBe(10)
    expect(confirmed.headers['x-revoked-access']).toBe(
      `session:${refreshCookie(other.cookies).split('.')[1]}`,
    )
    expect(await status(headers)).toEqual({ enabled: true, recovery_codes_left: 10 })
    const again = await post(
      '/auth/two-factor/enable',
      { current_password: alice.password },
      headers,
    )
    expect([again.statusCode, again.json().code]).toEqual([409, 'TWO_FACTOR_ON'])
  })

  it('keeps neither the secret nor a recovery code in the table', async () => {
    const { username, secret, recoveryCodes, confirmed } = await withTwoFactor()
    const { Item } = await ledger.database.documents.send(
      new GetCommand({
        TableName: ledger.database.tableName('users'),
        Key: { pk: `USER#${username}`, sk: 'PROFILE' },
      }),
    )
    const stored = JSON.stringify(Item, (_key, value) =>
      value instanceof Set ? [...value] : value,
    )
    expect(stored).toContain('recovery_codes')
    for (const form of ['utf8', 'hex', 'base64', 'base64url'] as const)
      expect(stored).not.toContain(secret.toString(form))
    for (const code of recoveryCodes) expect(stored).not.toContain(code.replace('-', ''))
    expect(confirmed.body).not.toContain('totp')
  })
})

describe('a log-in with it', () => {
  it('401 TWO_FACTOR_REQUIRED for the right password alone, 200 with a code', async () => {
    const { username, code } = await withTwoFactor()
    nextStep()
    const alone = await logIn(username)
    expect([alone.statusCode, alone.json().code]).toEqual([401, 'TWO_FACTOR_REQUIRED'])
    expect(alone.headers['set-cookie']).toBeUndefined()
    expect((await logIn(username, code())).statusCode).toBe(200)
  })

  it('does not tell by a wrong password that there is a second factor', async () => {
    const { username, code } = await withTwoFactor()
    nextStep()
    for (const given of [undefined, code()]) {
      const answer = await logIn(username, given, 'Wrong-Horse-77')
      expect([answer.statusCode, answer.json().code]).toEqual([401, 'INVALID_CREDENTIALS'])
    }
  })

  it('takes each code once, also of many at once', async () => {
    const { username, code } = await withTwoFactor()
    expect((await logIn(username, code())).statusCode).toBe(403)
    nextStep()
    const used = code()
    const answers = await Promise.all([1, 2, 3].map(() => logIn(username, used)))
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 403, 403])
  })

  it('takes each recovery code once, however it is typed', async () => {
    const { username, recoveryCodes, code } = await withTwoFactor()
    const [first = '', second = ''] = recoveryCodes
    expect((await logIn(username, ` ${first.toLowerCase()} `)).statusCode).toBe(200)
    expect((await logIn(username, first)).statusCode).toBe(403)
    const answers = await Promise.all([1, 2, 3].map(() => logIn(username, second)))
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 403, 403])
    nextStep()
    const { access_token } = (await logIn(username, code())).json()
    const bearer = { authorization: `Bearer ${access_token}` }
    expect((await status(bearer)).recovery_codes_left).toBe(8)
    const events = await app.inject({ url: '/auth/security-events', headers: bearer })
    const names = events.json().events.map(({ event }: { event: string }) => event)
    expect(names.filter((name: string) => name === 'recovery_code_used')).toHaveLength(2)
    expect(names.filter((name: string) => name === 'two_factor_failed')).toHaveLength(3)
  })

  it('locks against guessing codes, and the password alone does not start the count over', async () => {
    const { username, code } = await withTwoFactor()
    nextStep()
    const answers: number[] = []
    for (let i = 0; i < 12; i += 1) {
      answers.push((await logIn(username, i % 2 === 0 ? '000000' : undefined)).statusCode)
      clock.advance({ seconds: 61 })
    }
    expect(answers.slice(-2)).toEqual([429, 429])
    expect((await logIn(username, code())).statusCode).toBe(429)
  })

  it.each(['12345', '1234567', 'abc', 'ABCDE-FGHI1', ''])('422 for %j as a code', async (given) => {
    const { username } = await signUp(app)
    expect((await logIn(username, given)).statusCode).toBe(422)
  })
})

describe('turning it off', () => {
  it('takes the password and a code; afterwards the password is enough', async () => {
    const { username, headers, code } = await withTwoFactor()
    nextStep()
    const off = (current_password: string, given: string) =>
      post('/auth/two-factor/disable', { current_password, code: given }, headers)
    expect((await off('Wrong-Horse-77', code())).statusCode).toBe(403)
    expect((await off(alice.password, '000000')).statusCode).toBe(403)
    expect((await off(alice.password, code())).statusCode).toBe(200)
    expect((await logIn(username)).statusCode).toBe(200)
    const again = await off(alice.password, '000000')
    expect([again.statusCode, again.json().code]).toEqual([409, 'TWO_FACTOR_OFF'])
  })
})
