import { expect, it } from 'vitest'

import { isCommonPassword } from './common-password.ts'

it.each([
  'Password1234!',
  'P@ssw0rd2026!',
  'P@$$w0rd-2031',
  'Passw0rd!Passw0rd!',
  'PasswordPassword1!',
  'Liverpool1892!',
  '2026!Welcome!!',
  'Trustno1!Trustno1!',
  '1Qaz@Wsx3edc!',
  'Q1w2e3r4t5y6!',
  'Abcdefgh1234!',
  'Bitcoin2026!!',
  'Aa1!Aa1!Aa1!Aa1!',
  'Iloveyou-12345',
])('%s is a common password', (password) => {
  expect(isCommonPassword(password)).toBe(true)
})

it.each([
  'Correct-Horse-7',
  'Paper-Falcon-2026!',
  'Dragon-Castle-77',
  'my dog Eats 3 apples!',
  'Xk9#mQ2$vL5z',
  'Überraschung-im-Wald-4',
])('%s is not', (password) => {
  expect(isCommonPassword(password)).toBe(false)
})
