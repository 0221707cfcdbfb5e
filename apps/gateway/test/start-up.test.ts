import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { expect, it } from 'vitest'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))

/** Starts the process itself, as it is started in production; it must not come up. */
const refusalOf = (environment: Record<string, string>): string => {
  const { status, stderr } = spawnSync(process.execPath, [MAIN], {
    env: { PATH: process.env['PATH'], GATEWAY_PORT: '0', ...environment },
    encoding: 'utf8',
    timeout: 20_000,
  })
  expect(status).toBe(1)
  return stderr
}

it.each([
  ['without a secret', {}, 'JWT_SECRET_KEY: is required'],
  ['with an empty one', { JWT_SECRET_KEY: '' }, 'JWT_SECRET_KEY: is required'],
  ['with one below 32 bytes', { JWT_SECRET_KEY: 'dev-secret' }, 'at least 32 bytes'],
  ['with a key pair that is none', { JWT_ALGORITHM: 'EdDSA', JWT_PUBLIC_KEYS: 'x' }, 'public key'],
  ['with an algorithm of none', { JWT_ALGORITHM: 'none' }, 'JWT_ALGORITHM'],
  [
    'with tokens that live for a day',
    { JWT_SECRET_KEY: 'x'.repeat(32), JWT_EXPIRATION_MINUTES: '1440' },
    'JWT_EXPIRATION_MINUTES',
  ],
])('%s it does not start, and says what is wrong without showing it', (_how, settings, message) => {
  const said = refusalOf(settings)
  expect(said).toContain(message)
  expect(said).not.toContain('dev-secret')
})
