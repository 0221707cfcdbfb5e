import type { App } from '@cnop/common/http/create-app'
import { SignedCursors } from '@cnop/common/http/cursor'
import { PasswordManager } from '@cnop/common/security/password-manager'
import { RevokedAccess } from '@cnop/common/security/revoked-access'
import { testLedger } from '@cnop/common/testing/test-ledger'
import { testTokens } from '@cnop/common/testing/test-tokens'

import { buildApp, type UserServiceDeps } from '#src/app'
import { accountKeysFrom } from '#src/domain/account-keys'
import { dynamoDemoStore } from '#src/store/demo-accounts'

import { pricedHistory } from './priced-history.ts'

const FAST_FOR_TESTS = 4
const SECRET = 'a secret for tests alone, 32 bytes and more'

/** The real service on the real engine. */
export const startUserService = async ({
  now,
  ...more
}: Partial<UserServiceDeps> & { readonly now?: () => Date } = {}): Promise<App> => {
  const shared = more.ledger ?? (await testLedger())
  const ledger = { ...shared, now: now ?? shared.now }
  return await buildApp({
    passwords: new PasswordManager(FAST_FOR_TESTS),
    tokens: testTokens(),
    revoked: new RevokedAccess(ledger.now),
    redis: undefined,
    keys: accountKeysFrom(SECRET),
    cursors: new SignedCursors(SECRET),
    loginLock: { afterAccount: 10, afterAddress: 0, seconds: 900 },
    dailyLimits: { DEPOSIT: undefined, WITHDRAW: undefined },
    demos: { demos: dynamoDemoStore(ledger), demoHistory: async () => pricedHistory() },
    logLevel: 'silent',
    ...more,
    ledger,
  })
}

export const alice = {
  username: 'alice_trader',
  email: 'alice@example.com',
  password: 'Correct-Horse-7',
  first_name: 'Alice',
  last_name: 'Trader',
}

let people = 0

/** Registers someone new and signs them in; answers what later requests need. */
export const signUp = async (app: App) => {
  people += 1
  const username = `person_${people}`
  await app.inject({
    method: 'POST',
    url: '/auth/register',
    payload: { ...alice, username, email: `${username}@example.com` },
  })
  const answer = await app.inject({
    method: 'POST',
    url: '/auth/login',
    payload: { username, password: alice.password },
  })
  return {
    username,
    headers: { authorization: `Bearer ${answer.json().access_token}` },
    cookie: refreshCookie(answer.cookies),
  }
}

export const refreshCookie = (cookies: readonly { name: string; value: string }[]): string =>
  cookies.find(({ name }) => name === 'refresh_token')?.value ?? ''

/** The bytes of a secret as an authenticator app is given it. */
export const fromBase32 = (text: string): Buffer => {
  const bits = Array.from(text, (each) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(each).toString(2).padStart(5, '0'),
  ).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

/** A clock that a test can put forward. */
export const testClock = () => {
  let ahead = 0
  return {
    now: () => new Date(Date.now() + ahead),
    advance: ({ seconds }: { readonly seconds: number }) => {
      ahead += seconds * 1_000
    },
  }
}
