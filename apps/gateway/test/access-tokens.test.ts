import { createHmac, generateKeyPairSync } from 'node:crypto'

import { TokenManager } from '@cnop/common/security/token-manager'
import { tokenVerifier, type TokenVerifier } from '@cnop/common/security/token-verifier'
import { TEST_TOKEN_SETTINGS, testTokens } from '@cnop/common/testing/test-tokens'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'

import { problemOf, startGateway, startStandIn, type StandIn } from './gateway.ts'

type Gateway = Awaited<ReturnType<typeof startGateway>>

let service: StandIn
const gateways: Gateway[] = []

beforeAll(async () => {
  service = await startStandIn()
})
afterEach(async () => {
  vi.useRealTimers()
  await Promise.all(gateways.splice(0).map((gateway) => gateway.close()))
})
afterAll(async () => await service.close())

const start = async (tokens: TokenVerifier = testTokens()): Promise<Gateway> => {
  const gateway = await startGateway({ serviceUrl: service.url, tokens })
  gateways.push(gateway)
  return gateway
}

const balance = (gateway: Gateway, token: string) =>
  fetch(`${gateway.url}/api/v1/balance`, { headers: { authorization: `Bearer ${token}` } })
const statusWith = async (gateway: Gateway, token: string): Promise<number> =>
  (await balance(gateway, token)).status

const alice = { username: 'alice_trader', role: 'customer', sessionId: 'a-session' } as const
const key: string = TEST_TOKEN_SETTINGS.JWT_SECRET_KEY
const now = Math.floor(Date.now() / 1_000)
const good = {
  sub: 'alice_trader',
  role: 'customer',
  sid: 'session',
  jti: 'id',
  token_use: 'access',
  iss: 'cloud-native-order-processor',
  aud: 'cloud-native-order-processor-api',
  iat: now,
  exp: now + 600,
}
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const signed = (header: object, claims: object, secret = key, hash = 'sha256') => {
  const input = `${part(header)}.${part(claims)}`
  return `${input}.${createHmac(hash, secret).update(input).digest('base64url')}`
}
const sign = (claims: object) => signed({ alg: 'HS256', typ: 'JWT' }, claims)
const unsigned = (alg: string) => `${part({ alg, typ: 'JWT' })}.${part(good)}`
const without = (name: string) =>
  Object.fromEntries(Object.entries(good).filter(([claim]) => claim !== name))

it('a good one is let through', async () => {
  expect(await statusWith(await start(), sign(good))).toBe(200)
})

it.each([
  ['no signature, alg none', `${unsigned('none')}.`],
  ['alg None', `${unsigned('NonE')}.x`],
  ['another algorithm', signed({ alg: 'HS512', typ: 'JWT' }, good, key, 'sha512')],
  ['another key', signed({ alg: 'HS256', typ: 'JWT' }, good, 'x'.repeat(40))],
  ['a changed payload', sign(good).replace(/\.[^.]+\./, `.${part({ ...good, role: 'admin' })}.`)],
  ['a header it must not ignore', signed({ alg: 'HS256', crit: ['b64'], b64: false }, good)],
  ['an empty signature', sign(good).replace(/[^.]*$/, '')],
  ['an issuer among others', sign({ ...good, iss: [good.iss, 'someone-else'] })],
  ['no issuer', sign(without('iss'))],
  ['no issue time', sign(without('iat'))],
  ['no id', sign(without('jti'))],
  ['no use', sign(without('token_use'))],
  ['no expiry', sign(without('exp'))],
  ['an expiry in the past', sign({ ...good, exp: now - 60 })],
  ['an expiry that is text', sign({ ...good, exp: String(now + 600) })],
  ['an issue time in the future', sign({ ...good, iat: now + 3600 })],
  ['not yet valid', sign({ ...good, nbf: now + 3600 })],
  ['another issuer', sign({ ...good, iss: 'someone-else' })],
  ['another audience', sign({ ...good, aud: 'someone-else' })],
  ['no audience', sign(without('aud'))],
  ['no session', sign(without('sid'))],
  ['no subject', sign(without('sub'))],
  ['another use', sign({ ...good, token_use: 'refresh' })],
  ['a role there is not', sign({ ...good, role: 'root' })],
  ['a subject no user can have', sign({ ...good, sub: 'a#b' })],
  ['10 kB of nothing', 'x'.repeat(10_000)],
])('401 for a token with %s', async (_what, token) => {
  const gateway = await start()
  service.seen()
  const answer = await balance(gateway, token)
  expect([answer.status, (await problemOf(answer)).code]).toEqual([401, 'UNAUTHENTICATED'])
  expect(service.seen()).toEqual([])
})

it.each([
  ['a path', { kid: '../../../../dev/null' }],
  ['SQL', { kid: "' union select 'x" }],
  ['10 kB', { kid: 'x'.repeat(7_500) }],
  ['a key', { jwk: { kty: 'oct', k: 'eHh4' } }],
])('%s in the header of a token picks no key: ours alone decides', async (_what, header) => {
  const gateway = await start()
  const HS256 = { alg: 'HS256', ...header }
  expect(await statusWith(gateway, signed(HS256, good))).toBe(200)
  expect(await statusWith(gateway, signed(HS256, good, ''))).toBe(401)
  expect(await statusWith(gateway, signed(HS256, good, 'xxx'))).toBe(401)
})

it('no address in the header of a token is asked for a key', async () => {
  const gateway = await start()
  service.seen()
  for (const name of ['jku', 'x5u'])
    expect(
      await statusWith(gateway, signed({ alg: 'HS256', [name]: `${service.url}/keys` }, good, 'x')),
    ).toBe(401)
  expect(service.seen()).toEqual([])
})

describe('a token that was let through before', () => {
  it('401 once it has expired', async () => {
    const gateway = await start()
    const token = testTokens().sign({ ...alice, sessionId: 'short' }, 60)
    expect(await statusWith(gateway, token)).toBe(200)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 70_000 })
    expect(await statusWith(gateway, token)).toBe(401)
  })

  it('401 once its session has ended', async () => {
    const gateway = await start()
    const token = testTokens().sign({ ...alice, sessionId: 'ends' })
    expect(await statusWith(gateway, token)).toBe(200)
    service.respond((_request, response) => {
      response.setHeader('x-revoked-access', 'session:ends')
      response.end('{}')
    })
    expect(await statusWith(gateway, token)).toBe(200)
    service.respond((_request, response) => response.end('{}'))
    expect(await statusWith(gateway, token)).toBe(401)
  })

  it('401 when its user is out, however many sessions there are; a return is one of new sessions', async () => {
    const gateway = await start()
    const tokens = ['one', 'two'].map((each) => testTokens().sign({ ...alice, sessionId: each }))
    service.respond((_request, response) => {
      response.setHeader('x-revoked-access', 'user:alice_trader')
      response.end('{}')
    })
    await balance(gateway, testTokens().sign({ ...alice, username: 'the_admin' }))
    service.respond((_request, response) => response.end('{}'))
    for (const token of tokens) expect(await statusWith(gateway, token)).toBe(401)
  })
})

describe.each(['EdDSA', 'ES256'] as const)('tokens signed by a key pair (%s)', (algorithm) => {
  const settings = { ...TEST_TOKEN_SETTINGS, JWT_ALGORITHM: algorithm, JWT_SECRET_KEY: '' }
  const newPair = () => {
    const { privateKey, publicKey } =
      algorithm === 'EdDSA'
        ? generateKeyPairSync('ed25519')
        : generateKeyPairSync('ec', { namedCurve: 'P-256' })
    return {
      signs: new TokenManager({
        ...settings,
        JWT_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      }),
      pem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    }
  }
  const [older, newer] = [newPair(), newPair()]
  const knowing = (...pems: string[]) =>
    start(tokenVerifier({ ...settings, JWT_PUBLIC_KEYS: pems.join('') }))

  it('are taken by the old and the new key while both are named, and by the new alone afterwards', async () => {
    const [old, young] = [older.signs.sign(alice), newer.signs.sign(alice)]
    const during = await knowing(older.pem, newer.pem)
    expect([await statusWith(during, old), await statusWith(during, young)]).toEqual([200, 200])
    const after = await knowing(newer.pem)
    expect([await statusWith(after, old), await statusWith(after, young)]).toEqual([401, 200])
  })

  it('401 for HS256 with the public key as the secret, and for the secret of before', async () => {
    const gateway = await knowing(older.pem)
    const [header = ''] = older.signs.sign(alice).split('.')
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString())
    for (const secret of [older.pem, older.pem.trim(), key, ''])
      expect(await statusWith(gateway, signed({ alg: 'HS256', kid }, good, secret))).toBe(401)
  })
})
