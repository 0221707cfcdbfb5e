import { afterEach, describe, expect, it, vi } from 'vitest'

import { parseTyped } from './parse-typed'
import { writeAmount } from './read-amount'
import { inLocale } from './testing/locale'

afterEach(() => vi.unstubAllGlobals())

const LOCALES = ['en-US', 'de-DE', 'fr-FR', 'de-CH', 'en-IN', 'es-ES', 'pt-BR', 'ar-EG', 'fa-IR']

const read = (typed: string, ...units: string[]): string => {
  const number = parseTyped(typed, units)
  return 'decimal' in number ? number.decimal : number.problem
}

describe('a typed number', () => {
  it.each([
    ['0,5', '0.5'],
    ['0,05', '0.05'],
    ['0,125', '0.125'],
    ['0,500', '0.500'],
    ['0.500', '0.500'],
    [',5', '0.5'],
    ['.5', '0.5'],
    ['5,', '5'],
    ['5.', '5'],
    ['1,5', '1.5'],
    ['10,00', '10.00'],
    ['1,2345', '1.2345'],
    ['1234,567', '1234.567'],
    ['1.000,50', '1000.50'],
    ['1,000.50', '1000.50'],
    ['1.234.567', '1234567'],
    ['1,234,567', '1234567'],
    ['1,00,000.50', '100000.50'],
    ['12,34,567', '1234567'],
    ['1 250,50', '1250.50'],
    ['1\u00A0250.50', '1250.50'],
    ['1\u202F250,50', '1250.50'],
    ["1'250.50", '1250.50'],
    ['1’250,50', '1250.50'],
    ['005', '5'],
    ['00.5', '0.5'],
  ])('%j is %s in every locale', (typed, decimal) => {
    for (const locale of LOCALES) {
      inLocale(locale)
      expect([locale, read(typed)]).toEqual([locale, decimal])
    }
  })

  it.each([
    ['1,5.0', 'marks'],
    ['1.5,0.0', 'marks'],
    ['1,000,50', 'marks'],
    ['1.5.0', 'marks'],
    ['0,500,000', 'marks'],
    ['1,,000', 'marks'],
    ['1..5', 'marks'],
    ['', 'empty'],
    [' \u202F', 'empty'],
    ['.', 'no-number'],
    [',', 'no-number'],
    ['-5', 'no-number'],
    ['1e3', 'no-number'],
    ['lots', 'no-number'],
  ])('%j is refused: %s', (typed, problem) => {
    for (const locale of LOCALES) {
      inLocale(locale)
      expect([locale, read(typed)]).toEqual([locale, problem])
    }
  })

  it.each([
    ['en-US', '1250', '1.250'],
    ['en-IN', '1250', '1.250'],
    ['de-CH', '1250', '1.250'],
    ['de-DE', '1.250', '1250'],
    ['fr-FR', '1.250', '1250'],
    ['pt-BR', '1.250', '1250'],
  ])('a mark that reads either way follows %s', (locale, comma, period) => {
    inLocale(locale)
    expect([read('1,250'), read('1.250')]).toEqual([comma, period])
    for (const typed of ['1,250', '1.250'])
      expect(parseTyped(typed, [])).toHaveProperty('repeat', true)
  })

  it('needs no repeating where it can be read one way only', () => {
    for (const typed of ['5', '1250', '0.125', '12.50', '.5', '5.'])
      expect([typed, parseTyped(typed, [])]).toEqual([
        typed,
        expect.objectContaining({ repeat: false, choice: undefined }),
      ])
    for (const typed of ['0,5', '1,000.50', '1 250', '1,234,567'])
      expect([typed, parseTyped(typed, [])]).toEqual([
        typed,
        expect.objectContaining({ repeat: true }),
      ])
  })

  it('may have its unit before or after it, in any case', () => {
    expect(read('$ 1,250.50', '$', 'USD')).toBe('1250.50')
    expect(read('12.50 usd', 'USD', '$')).toBe('12.50')
    expect(read('$12.50 USD', 'USD', '$')).toBe('12.50')
    expect(read('0.05 BTC', 'BTC')).toBe('0.05')
    expect(read('BTC 0.05', 'BTC')).toBe('0.05')
    expect(read('5 1INCH', '1INCH')).toBe('5')
    expect(read('5 ETH', 'BTC')).toBe('no-number')
  })

  it('may have the digits and marks of the locale’s own keyboard', () => {
    inLocale('ar-EG')
    expect(read('١٬٢٥٠٫٥')).toBe('1250.5')
    expect(read('١٫٢٥٠')).toBe('1.250')
    inLocale('fa-IR')
    expect(read('۰٫۰۵')).toBe('0.05')
  })
})

it.each(LOCALES)('an amount that the page fills in is read back unchanged in %s', (locale) => {
  inLocale(locale)
  for (const decimal of ['0.5', '1.250', '1250', '607.866', '63607.866', '0.01234567', '999.999'])
    expect(read(writeAmount(decimal))).toBe(decimal)
})
