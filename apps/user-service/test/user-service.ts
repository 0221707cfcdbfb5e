import type { App } from '@cnop/common/http/create-app'
import { PasswordManager } from '@cnop/common/security/password-manager'
import { testLedger } from '@cnop/common/testing/test-ledger'
import { testTokens } from '@cnop/common/testing/test-tokens'

import { buildApp } from '#src/app'

const FAST_FOR_TESTS = 4

/** The real service on the real engine. */
export const startUserService = async (): Promise<App> => {
  const ledger = await testLedger()
  return await buildApp({
    ledger,
    passwords: new PasswordManager(FAST_FOR_TESTS),
    tokens: testTokens(),
    logLevel: 'silent',
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
