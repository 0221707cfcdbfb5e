import { expect, it } from 'vitest'

import { base32, matchingStep, newTotpSecret, otpauthUri, totpCode, totpStep } from './totp.ts'

/** RFC 6238, appendix B: SHA-1, of which an app shows the last six digits. */
const SECRET = Buffer.from('12345678901234567890')

it.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('at %i s the code is %s, as RFC 6238 says', (seconds, code) => {
  const time = new Date(seconds * 1_000)
  expect(totpCode(SECRET, totpStep(time))).toBe(code)
  expect(matchingStep(SECRET, code, time)).toBe(totpStep(time))
})

it('takes the code before and after, and none further away', () => {
  const time = new Date(1_700_000_000_000)
  const step = totpStep(time)
  const matches = [-2, -1, 0, 1, 2].map((away) =>
    matchingStep(SECRET, totpCode(SECRET, step + away), time),
  )
  expect(matches).toEqual([undefined, step - 1, step, step + 1, undefined])
  expect(matchingStep(SECRET, '', time)).toBeUndefined()
})

it.each([
  ['', ''],
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foobar', 'MZXW6YTBOI'],
])('writes %j in base 32 as %j, as RFC 4648 says', (text, encoded) => {
  expect(base32(Buffer.from(text))).toBe(encoded)
})

it('tells an app everything by one URI', () => {
  const secret = newTotpSecret()
  const { protocol, searchParams } = new URL(otpauthUri(secret, 'alice_trader'))
  expect([protocol, searchParams.get('secret')]).toEqual(['otpauth:', base32(secret)])
})
