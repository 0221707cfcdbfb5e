import { describe, expect, it } from 'vitest'

import { NewApiKey } from './api-keys.ts'
import { Email, PersonName, Phone } from './person.ts'
import { Reason } from './reason.ts'

describe('a name', () => {
  it.each([
    'O\u2019Brien',
    "D'Angelo",
    "'t Hooft",
    'Jean-Luc',
    'N\u00fa\u00f1ez',
    'Jos\u00e9 Mar\u00eda',
    'Martin Luther King Jr.',
    '\u0928\u0930\u0947\u0928\u094d\u0926\u094d\u0930',
    '\u0915\u094d\u200d\u0937',
    '\u0639\u0628\u062f\u200c\u0627\u0644\u0644\u0647',
    '\u00de\u00f3r',
    '\u6bdb\u00b7\u6cfd\u4e1c',
    '\u30de\u30a4\u30b1\u30eb\u30fb\u30b8\u30e3\u30af\u30bd\u30f3',
    'Nguy\u1ec5n',
    'Gal\u00b7la',
    '\u05e6\u05f3\u05e8\u05e0\u05d9',
    '\u02bbAloha',
    '\ud801\udc10'.repeat(50),
  ])('may be %s', (name) => {
    expect(PersonName.parse(name)).toBe(name)
  })

  it('is kept in one spelling, with ordinary spaces', () => {
    expect(PersonName.parse('Nguye\u0302\u0303n')).toBe('Nguy\u1ec5n')
    expect(PersonName.parse('\u00a0Jose\u0301\u00a0Mari\u0301a\u202f')).toBe('Jos\u00e9 Mar\u00eda')
  })

  it.each([
    [''],
    [' '],
    ['<b>'],
    ['Robert\n'.repeat(2)],
    ['Rob\u0000ert'],
    ['R2D2'],
    ['\u202eecila'],
    ['Al\u2066ice'],
    ['Al\u200bice'],
    ['\u200cAlice'],
    ['Alice\u200d'],
    ['Al\u200c\u200dice'],
    ['a@b'],
    ['=SUM(A)'],
    ['Al&amp;ice'],
    ['\u0301Alice'],
    ['A'.repeat(51)],
    ['\ud800'],
  ])('is not %j', (name) => {
    expect(PersonName.safeParse(name).success).toBe(false)
  })
})

describe('an email address', () => {
  it.each([
    `${'a'.repeat(64)}@example.com`,
    `a@${'b'.repeat(63)}.com`,
    'first.last+tag@sub.example.co.uk',
  ])('may be %s', (email) => {
    expect(Email.parse(email)).toBe(email)
  })

  it.each([
    [`${'a'.repeat(65)}@example.com`, 'must have at most 64 characters before the @'],
    [`a@${'b'.repeat(64)}.com`, 'must have at most 63 characters between two dots after the @'],
    [`a@${'b.'.repeat(130)}com`, 'must be at most 254 characters'],
    ['nobody', 'must be an email address'],
  ])('is not %s', (email, message) => {
    expect(Email.safeParse(email).error?.issues.map((issue) => issue.message)).toEqual([message])
  })
})

describe('a phone number', () => {
  it.each(['5550100', '+1 555 010 9999', '(555) 010-9999', '+49.30.1234567', '123456789012345'])(
    'may be %s',
    (phone) => {
      expect(Phone.parse(phone)).toBe(phone)
    },
  )

  it.each(['555010', '1234567890123456', '1------', '++15550109999', '1-800-FLOWERS', '1) ) ) )'])(
    'is not %s',
    (phone) => {
      expect(Phone.safeParse(phone).success).toBe(false)
    },
  )
})

it('a text from a keyboard that types no-break spaces has ordinary ones', () => {
  const typed = 'My\u{a0}second\u{202f}text'
  expect(PersonName.parse(typed)).toBe('My second text')
  expect(Reason.parse(typed)).toBe('My second text')
  expect(NewApiKey.shape.name.parse(typed)).toBe('My second text')
})
