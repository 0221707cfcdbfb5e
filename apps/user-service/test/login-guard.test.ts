import '@cnop/common/testing/provided-context'
import { GetCommand } from '@aws-sdk/lib-dynamodb'
import type { App } from '@cnop/common/http/create-app'
import { connectRedis } from '@cnop/common/redis/client'
import { PasswordManager } from '@cnop/common/security/password-manager'
import { startTcpProxy } from '@cnop/common/testing/tcp-proxy'
import { testLedger } from '@cnop/common/testing/test-ledger'
import { describe, expect, inject, it, onTestFinished, vi } from 'vitest'

import { totpCode, totpStep } from '#src/domain/totp'
import { dynamoUserStore } from '#src/store/users'

import { alice, fromBase32, startUserService, testClock } from './user-service.ts'

const LOCK = { afterAccount: 4, afterAddress: 0, seconds: 900 }

/** The time stands still unless a test moves it, so that no pause ends while it looks. */
const start = async (options: Parameters<typeof startUserService>[0] = {}): Promise<App> => {
  const started = new Date()
  const app = await startUserService({ loginLock: LOCK, now: () => started, ...options })
  onTestFinished(async () => await app.close())
  return app
}

let people = 0
const newPerson = async (app: App): Promise<string> => {
  people += 1
  const username = `guarded_${process.pid}_${people}`
  const email = `${username}@example.com`
  await app.inject({
    method: 'POST',
    url: '/auth/register',
    payload: { ...alice, username, email },
  })
  return username
}

type From = { readonly address?: string; readonly device?: string }

const logIn = (app: App, username: string, password: string, { address, device }: From = {}) =>
  app.inject({
    method: 'POST',
    url: '/auth/login',
    payload: { username, password },
    remoteAddress: address ?? '127.0.0.1',
    ...(device === undefined ? {} : { cookies: { known_device: device } }),
  })

const statuses = async (answers: Promise<{ statusCode: number }>[]): Promise<number[]> =>
  (await Promise.all(answers)).map(({ statusCode }) => statusCode)

const WRONG = 'Wrong-Horse-77'

describe('an account', () => {
  it('is slowed and then locked by wrong passwords, and the right one waits as well', async () => {
    const clock = testClock()
    const app = await start({ now: clock.now })
    const username = await newPerson(app)
    const tries: number[] = []
    for (let i = 0; i < 4; i += 1) {
      tries.push((await logIn(app, username, WRONG)).statusCode)
      if (i < 3) clock.advance({ seconds: 5 })
    }
    expect(tries).toEqual([401, 401, 401, 401])
    const locked = await logIn(app, username, alice.password)
    expect([locked.statusCode, locked.json().code]).toEqual([429, 'TOO_MANY_ATTEMPTS'])
    expect(Number(locked.headers['retry-after'])).toBe(900)
    clock.advance({ seconds: 901 })
    expect((await logIn(app, username, alice.password)).statusCode).toBe(200)
  })

  it('has to pause after half of the tries', async () => {
    const app = await start()
    const username = await newPerson(app)
    await logIn(app, username, WRONG)
    await logIn(app, username, WRONG)
    const third = await logIn(app, username, WRONG)
    expect([third.statusCode, third.headers['retry-after']]).toEqual([429, '1'])
  })

  it('that does not exist answers just the same all the way', async () => {
    const walk = async (name: (app: App) => Promise<string>) => {
      const clock = testClock()
      const app = await start({ now: clock.now })
      const username = await name(app)
      const answers: unknown[] = []
      for (let i = 0; i < 6; i += 1) {
        const answer = await logIn(app, username, WRONG)
        const { request_id: _id, ...problem } = answer.json()
        answers.push([answer.statusCode, problem, answer.headers['retry-after']])
        clock.advance({ seconds: i < 3 ? 5 : 0 })
      }
      return answers
    }
    const known = await walk(newPerson)
    expect(await walk(async () => 'nobody_at_all')).toEqual(known)
    expect(await walk(async () => 'nobody@example.com')).toEqual(known)
    const byEmail = async (app: App) => `${await newPerson(app)}@example.com`
    expect(await walk(byEmail)).toEqual(known)
  })

  it('lets no more guesses through at once than one after the other', async () => {
    const app = await start()
    const username = await newPerson(app)
    const answers = await statuses(Array.from({ length: 20 }, () => logIn(app, username, WRONG)))
    expect(answers.filter((status) => status === 401)).toHaveLength(2)
    expect(answers.filter((status) => status === 429)).toHaveLength(18)
  })

  it('starts over after a log-in', async () => {
    const app = await start()
    const username = await newPerson(app)
    for (let i = 0; i < 5; i += 1) {
      expect((await logIn(app, username, WRONG)).statusCode).toBe(401)
      expect((await logIn(app, username, alice.password)).statusCode).toBe(200)
    }
  })

  it('locked by strangers still lets its owner in from a browser it has seen', async () => {
    const app = await start()
    const username = await newPerson(app)
    const first = await logIn(app, username, alice.password)
    const device = first.cookies.find(({ name }) => name === 'known_device')?.value ?? ''
    await statuses(Array.from({ length: 20 }, () => logIn(app, username, WRONG)))
    expect((await logIn(app, username, alice.password)).statusCode).toBe(429)
    expect((await logIn(app, username, alice.password, { device })).statusCode).toBe(200)
    const forged = device.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
    expect((await logIn(app, username, alice.password, { device: forged })).statusCode).toBe(429)
    const other = await newPerson(app)
    await statuses(Array.from({ length: 20 }, () => logIn(app, other, WRONG)))
    expect((await logIn(app, other, alice.password, { device })).statusCode).toBe(429)
  })

  it('has one counter, whichever of its names is typed', async () => {
    const app = await start()
    const username = await newPerson(app)
    const names = [username, `${username}@example.com`, username.toUpperCase()]
    const tries = Array.from({ length: 12 }, (_, i) => names[i % names.length] ?? username)
    const answers = await statuses(tries.map((name) => logIn(app, name, WRONG)))
    expect(answers.filter((status) => status === 401)).toHaveLength(2)
    for (const name of names) expect((await logIn(app, name, alice.password)).statusCode).toBe(429)
  })

  it('knows a device under every name of the account', async () => {
    const app = await start()
    const username = await newPerson(app)
    const email = `${username}@example.com`
    const first = await logIn(app, email, alice.password)
    const device = first.cookies.find(({ name }) => name === 'known_device')?.value ?? ''
    await statuses(Array.from({ length: 20 }, () => logIn(app, username, WRONG)))
    expect((await logIn(app, username, alice.password)).statusCode).toBe(429)
    expect((await logIn(app, username, alice.password, { device })).statusCode).toBe(200)
  })

  it('cannot be guessed at from a signed-in browser either', async () => {
    const app = await start()
    const username = await newPerson(app)
    const { access_token } = (await logIn(app, username, alice.password)).json()
    const change = () =>
      app.inject({
        method: 'PUT',
        url: '/auth/password',
        headers: { authorization: `Bearer ${access_token}` },
        payload: { current_password: WRONG, new_password: 'Another-Horse-8' },
      })
    const answers = await statuses(Array.from({ length: 3 }, change))
    expect(answers.toSorted()).toEqual([403, 403, 429])
  })
})

describe('an address', () => {
  const byAddress = { loginLock: { ...LOCK, afterAddress: 4 } }

  it('is locked by failures over many accounts, and no other address is', async () => {
    const clock = testClock()
    const app = await start({ ...byAddress, now: clock.now })
    const username = await newPerson(app)
    for (let i = 0; i < 4; i += 1) {
      await logIn(app, `sprayed_${i}`, WRONG, { address: '10.1.1.1' })
      if (i < 3) clock.advance({ seconds: 5 })
    }
    const from = (address: string) => logIn(app, username, alice.password, { address })
    expect((await from('10.1.1.1')).statusCode).toBe(429)
    expect((await from('10.1.1.2')).statusCode).toBe(200)
  })

  it('is locked by wrong codes of someone whose password it knows', async () => {
    const clock = testClock()
    const app = await start({ ...byAddress, now: clock.now })
    const username = await newPerson(app)
    const { access_token } = (await logIn(app, username, alice.password)).json()
    const headers = { authorization: `Bearer ${access_token}` }
    const post = (url: string, payload: object) =>
      app.inject({ method: 'POST', url, payload, headers, remoteAddress: '10.2.2.2' })
    const { secret } = (
      await post('/auth/two-factor/enable', { current_password: alice.password })
    ).json()
    const code = totpCode(fromBase32(secret), totpStep(clock.now()))
    await post('/auth/two-factor/confirm', { code })
    const two_factor_code = code === '000000' ? '111111' : '000000'
    for (let i = 0; i < 4; i += 1) {
      await post('/auth/login', { username, password: alice.password, two_factor_code })
      clock.advance({ seconds: 5 })
    }
    const other = await newPerson(app)
    const from = (address: string) => logIn(app, other, alice.password, { address })
    expect((await from('10.2.2.2')).statusCode).toBe(429)
    expect((await from('10.2.2.3')).statusCode).toBe(200)
  })

  it('is a whole network of IPv6', async () => {
    const app = await start(byAddress)
    for (let i = 0; i < 3; i += 1)
      await logIn(app, `sprayed_${i}`, WRONG, { address: `2001:db8:1:2::${i + 1}` })
    const same = await logIn(app, 'sprayed_4', WRONG, { address: '2001:db8:1:2:ffff::9' })
    const other = await logIn(app, 'sprayed_5', WRONG, { address: '2001:db8:1:3::9' })
    expect([same.statusCode, other.statusCode]).toEqual([429, 401])
  })
})

describe('where attempts are counted', () => {
  const redisAt = (url: string) => {
    const redis = connectRedis({
      REDIS_URL: url,
      REDIS_HOST: '',
      REDIS_PORT: 6379,
      REDIS_PASSWORD: '',
      REDIS_DB: 0,
    })
    onTestFinished(() => redis?.disconnect())
    return redis
  }

  it('all replicas count together in Redis', async () => {
    const redis = redisAt(inject('redisUrl'))
    await vi.waitUntil(() => redis?.status === 'ready')
    const ledger = await testLedger()
    const loginLock = { ...LOCK, afterAccount: 1 }
    const one = await start({ redis, ledger, loginLock })
    const two = await start({ redis, ledger, loginLock })
    const username = await newPerson(one)
    const tries = Array.from({ length: 10 }, (_, i) =>
      logIn(i % 2 === 0 ? one : two, username, WRONG),
    )
    expect((await statuses(tries)).filter((status) => status === 401)).toHaveLength(1)
    expect((await logIn(two, username, alice.password)).statusCode).toBe(429)
  })

  it('each goes on from its own count when Redis is lost, and no one gets fresh tries', async () => {
    const proxy = await startTcpProxy(new URL(inject('redisUrl')))
    onTestFinished(async () => await proxy.close())
    const redis = redisAt(`redis://127.0.0.1:${proxy.port}`)
    await vi.waitUntil(() => redis?.status === 'ready')
    const clock = testClock()
    const app = await start({ redis, now: clock.now, loginLock: { ...LOCK, afterAccount: 3 } })
    const username = await newPerson(app)
    expect((await logIn(app, username, WRONG)).statusCode).toBe(401)
    proxy.become('cut')
    expect((await logIn(app, username, WRONG)).statusCode).toBe(401)
    clock.advance({ seconds: 5 })
    expect((await logIn(app, username, WRONG)).statusCode).toBe(401)
    // The third: it locks, wherever the first was counted.
    clock.advance({ seconds: 60 })
    expect((await logIn(app, username, alice.password)).statusCode).toBe(429)
    proxy.become('clear')
    await vi.waitUntil(() => redis?.status === 'ready', { timeout: 10_000 })
    expect((await logIn(app, username, alice.password)).statusCode).toBe(429)
  })

  it('each counts for itself while Redis is not there, and no log-in fails for it', async () => {
    const app = await start({ redis: redisAt('redis://127.0.0.1:1') })
    const username = await newPerson(app)
    expect((await logIn(app, username, alice.password)).statusCode).toBe(200)
    const answers = await statuses(Array.from({ length: 10 }, () => logIn(app, username, WRONG)))
    expect(answers.filter((status) => status === 401)).toHaveLength(2)
  })
})

describe('a password hash', () => {
  it('of a lower cost than the setting is replaced at the next log-in, unseen', async () => {
    const ledger = await testLedger()
    const before = await start({ ledger, passwords: new PasswordManager(4) })
    const username = await newPerson(before)
    const raised = new PasswordManager(5)
    const after = await start({ ledger, passwords: raised })
    const profile = async () => {
      const answer = await logIn(after, username, alice.password)
      return answer.json().user
    }
    const first = await profile()
    const stored = await ledger.database.documents.send(
      new GetCommand({
        TableName: ledger.database.tableName('users'),
        Key: { pk: `USER#${username}`, sk: 'PROFILE' },
      }),
    )
    expect(stored.Item?.['password_hash']).toMatch(/^\$2b\$05\$/)
    expect(await profile()).toEqual(first)
  })

  it('of a password as typed is replaced by one of its normal form at the next log-in', async () => {
    const ledger = await testLedger()
    const app = await start({ ledger })
    const username = await newPerson(app)
    const decomposed = 'Cafe\u0301-Horse-77'
    const hashAsTyped = '$2b$04$7NoeOT1do/h8ABuZR2rpn.MsfKQCbQr6J8zf9KFePRDQUzFqPczye'
    const users = dynamoUserStore(ledger)
    const from = (await users.findByUsername(username))?.password_hash ?? ''
    await users.changePasswordHash({ username, from, to: hashAsTyped })
    const composed = 'Caf\u00e9-Horse-77'
    expect((await logIn(app, username, composed)).statusCode).toBe(401)
    expect((await logIn(app, username, decomposed)).statusCode).toBe(200)
    expect((await logIn(app, username, composed)).statusCode).toBe(200)
    expect((await logIn(app, username, decomposed)).statusCode).toBe(200)
  })
})
