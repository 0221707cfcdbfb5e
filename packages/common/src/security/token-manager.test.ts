import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto'

import { describe, expect, it } from 'vitest'

import { TokenManager } from './token-manager.ts'
import { checkSigningSettings, checkTokenSettings } from './token-settings.ts'
import { tokenVerifier } from './token-verifier.ts'

const NO_KEYS = {
  JWT_SECRET_KEY: '',
  JWT_PUBLIC_KEYS: '',
  JWT_PRIVATE_KEY: '',
  JWT_EXPIRATION_MINUTES: 30,
} as const

const pems = ({ privateKey, publicKey }: { privateKey: KeyObject; publicKey: KeyObject }) => ({
  privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
})

const newPair = {
  EdDSA: () => pems(generateKeyPairSync('ed25519')),
  ES256: () => pems(generateKeyPairSync('ec', { namedCurve: 'P-256' })),
}

const alice = { username: 'alice_trader', role: 'customer', sessionId: 'a-session' } as const

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const headerOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())

describe.each(['EdDSA', 'ES256'] as const)('access tokens signed with %s', (JWT_ALGORITHM) => {
  const settings = { ...NO_KEYS, JWT_ALGORITHM }
  const pair = newPair[JWT_ALGORITHM]()
  const manager = new TokenManager({ ...settings, JWT_PRIVATE_KEY: pair.privateKey })
  const verifier = tokenVerifier({ ...settings, JWT_PUBLIC_KEYS: pair.publicKey })
  const token = manager.sign(alice)

  it('are checked with the public key alone, which cannot sign', () => {
    expect(verifier.verify(token)).toMatchObject(alice)
    expect(manager.verify(token)).toMatchObject(alice)
    expect(headerOf(token)).toMatchObject({ alg: JWT_ALGORITHM, kid: expect.any(String) })
  })

  it('are taken while their key is named and no longer, as keys are rotated', () => {
    const next = newPair[JWT_ALGORITHM]()
    const newer = new TokenManager({
      ...settings,
      JWT_PRIVATE_KEY: next.privateKey,
      JWT_PUBLIC_KEYS: pair.publicKey,
    })
    const both = tokenVerifier({ ...settings, JWT_PUBLIC_KEYS: pair.publicKey + next.publicKey })
    const onlyNext = tokenVerifier({ ...settings, JWT_PUBLIC_KEYS: next.publicKey })
    for (const each of [token, newer.sign(alice)]) {
      expect(both.verify(each)).toMatchObject(alice)
      expect(newer.verify(each)).toMatchObject(alice)
    }
    expect(() => onlyNext.verify(token)).toThrow('not valid')
  })

  const [, payload = '', signature = ''] = token.split('.')
  const { kid } = headerOf(token)
  const withHmac = (header: object, key: string): string => {
    const input = `${part(header)}.${payload}`
    return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`
  }

  it.each([
    ['HS256 with the public key as the secret', withHmac({ alg: 'HS256', kid }, pair.publicKey)],
    ['HS256 with an empty secret', withHmac({ alg: 'HS256', kid }, '')],
    ['no key id', `${part({ alg: JWT_ALGORITHM })}.${payload}.${signature}`],
    ['an unknown key id', `${part({ alg: JWT_ALGORITHM, kid: 'x' })}.${payload}.${signature}`],
    ['a path as key id', `${part({ alg: JWT_ALGORITHM, kid: '../x' })}.${payload}.${signature}`],
    [
      'a key id that objects have',
      `${part({ alg: JWT_ALGORITHM, kid: '__proto__' })}.${payload}.x`,
    ],
    ['a key id that is no text', `${part({ alg: JWT_ALGORITHM, kid: { a: 1 } })}.${payload}.x`],
    [
      'a key of its own',
      `${part({ alg: JWT_ALGORITHM, kid, jwk: {}, jku: 'http://x' })}.${payload}.x`,
    ],
    ['no signature', `${part({ alg: 'none', kid })}.${payload}.`],
    [
      'another key',
      new TokenManager({ ...settings, JWT_PRIVATE_KEY: newPair[JWT_ALGORITHM]().privateKey }).sign(
        alice,
      ),
    ],
    ['nonsense', 'a.b.c'],
  ])('are refused with %s', (_what, forged) => {
    expect(() => verifier.verify(forged)).toThrow('not valid')
  })

  it('need keys that fit: anything else does not start', () => {
    const other = newPair[JWT_ALGORITHM === 'EdDSA' ? 'ES256' : 'EdDSA']()
    expect(() => tokenVerifier({ ...settings, JWT_PUBLIC_KEYS: other.publicKey })).toThrow('curve')
    expect(() => tokenVerifier({ ...settings, JWT_PUBLIC_KEYS: 'nothing' })).toThrow('at least one')
    expect(() => new TokenManager({ ...settings, JWT_PRIVATE_KEY: 'nothing' })).toThrow('PEM')
  })
})

describe('settings of access tokens', () => {
  const complaints = (settings: object): string[] => {
    const named: string[] = []
    const complain = (setting: string): void => void named.push(setting)
    const full = { ...NO_KEYS, JWT_ALGORITHM: 'HS256' as const, ...settings }
    checkTokenSettings(full, complain)
    checkSigningSettings(full, complain)
    return named
  }

  it('ask for the secret with HS256 and for keys otherwise', () => {
    expect(complaints({})).toEqual(['JWT_SECRET_KEY', 'JWT_SECRET_KEY'])
    expect(complaints({ JWT_ALGORITHM: 'EdDSA' })).toEqual(['JWT_PUBLIC_KEYS', 'JWT_PRIVATE_KEY'])
    expect(complaints({ JWT_SECRET_KEY: 'x'.repeat(32) })).toEqual([])
    const keys = newPair.EdDSA()
    const named = { JWT_PUBLIC_KEYS: keys.publicKey, JWT_PRIVATE_KEY: keys.privateKey }
    expect(complaints({ JWT_ALGORITHM: 'EdDSA', ...named })).toEqual([])
    expect(complaints({ JWT_ALGORITHM: 'ES256', ...named })).toEqual([
      'JWT_PUBLIC_KEYS',
      'JWT_PRIVATE_KEY',
    ])
  })
})

describe('a token of an API key', () => {
  it('says what it may do, and lives as long as it is given', () => {
    const tokens = new TokenManager({
      ...NO_KEYS,
      JWT_ALGORITHM: 'HS256',
      JWT_SECRET_KEY: 'x'.repeat(32),
    })
    const caller = tokens.verify(tokens.sign({ ...alice, scopes: ['read'] }, 60))
    expect(caller.scopes).toEqual(['read'])
    expect(caller.expiresAt).toBeLessThanOrEqual(Date.now() / 1_000 + 61)
    expect(tokens.verify(tokens.sign(alice)).scopes).toBeUndefined()
  })
})
