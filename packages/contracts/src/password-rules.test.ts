import { describe, expect, it } from 'vitest'

import { PasswordRules, passwordRules } from './password-rules.ts'

const problemsOf = (password: string): string[] =>
  PasswordRules.safeParse(password).error?.issues.map(({ message }) => message) ?? []

describe('a new password', () => {
  it.each([
    'Correct-Horse-7',
    '\u00dcberraschung-4',
    'Correct horse 7 \u{1f600}',
    `Aa1-${'\u00e9'.repeat(34)}`,
  ])('may be %j', (password) => {
    expect(problemsOf(password)).toEqual([])
  })

  it.each([
    ['six emoji', 'Aa1\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}'],
    ['letters with their marks apart', `Aa1-${'e\u0301'.repeat(7)}`],
    ['eleven letters', 'Aa1-bcdefgh'],
  ])('has at least 12 characters after normalization: not %s', (_name, password) => {
    expect(problemsOf(password)).toContain('needs at least 12 characters')
  })

  it.each([
    ['one letter that stands for many', `Aa1-bcdefghi${'\ufdfa'.repeat(3)}`],
    ['letters of two bytes', `Aa1-${'\u00e9'.repeat(35)}`],
  ])('has at most 72 bytes after normalization: not %s', (_name, password) => {
    expect(problemsOf(password)).toContain('needs at most 72 bytes')
  })

  it('may be longer before normalization than after it', () => {
    expect(problemsOf(`Aa1-bcdefgh${'e\u0301'.repeat(30)}`)).toEqual([])
  })

  it('is valid Unicode text', () => {
    expect(problemsOf('Correct-Horse-7\ud800')).toEqual(['must be valid Unicode text'])
  })

  it('that is far too long is refused without being looked at', () => {
    expect(passwordRules.some(({ holds }) => holds('Aa1-'.repeat(300)))).toBe(false)
  })
})
