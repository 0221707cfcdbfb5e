import { afterEach, describe, expect, it, vi } from 'vitest'

import { exactPrice } from './exact-price'
import {
  formatCompactUsd,
  formatGain,
  formatPercent,
  formatPrice,
  formatQuantity,
  formatShare,
  formatUsd,
} from './format'
import { groupNumbers } from './group-numbers'
import { shortQuantity } from './short-quantity'
import { inLocale } from './testing/locale'

afterEach(() => vi.unstubAllGlobals())

describe('amounts on the page', () => {
  it('show dollars with cents, groups and a real minus, never minus zero', () => {
    expect(formatUsd('1250')).toBe('$1,250.00')
    expect(formatUsd('-3.1')).toBe('−$3.10')
    expect(formatUsd('-0.00')).toBe('$0.00')
    expect(formatUsd('123456789012345678.99')).toBe('$123,456,789,012,345,678.99')
    expect(formatGain('5.00')).toBe('+$5.00')
  })

  it('show prices with the places that matter at their size', () => {
    expect(formatPrice('64250.119')).toBe('$64,250.12')
    expect(formatPrice('3.14159')).toBe('$3.1416')
    expect(formatPrice('0.00001234')).toBe('$0.00001234')
    expect(formatPrice('0.519687872008')).toBe('$0.519688')
    expect(formatPrice('0.00000268867')).toBe('$0.000002689')
    expect(formatPrice('0.000000000001')).toBe('$0.000000000001')
    expect(formatPrice('0')).toBe('$0.00')
  })

  it('show a price that moves with the same places at every step', () => {
    expect(['0.3', '0.31', '0.3124', '0.312457'].map(formatPrice)).toEqual([
      '$0.300000',
      '$0.310000',
      '$0.312400',
      '$0.312457',
    ])
    expect(['0.0000112', '0.00001121'].map(formatPrice)).toEqual(['$0.00001120', '$0.00001121'])
    expect(['99.9', '1'].map(formatPrice)).toEqual(['$99.9000', '$1.0000'])
  })

  it('show a price that was agreed on to its last digit', () => {
    expect(exactPrice('90000.123')).toBe('$90,000.123')
    expect(exactPrice('0.00001121289')).toBe('$0.00001121289')
    expect(exactPrice('1000')).toBe('$1,000.00')
  })

  it('show quantities without empty places', () => {
    expect(formatQuantity('0.01500000')).toBe('0.015')
    expect(formatQuantity('1200.00000000')).toBe('1,200')
    expect(formatQuantity('100')).toBe('100')
    expect(formatQuantity('0.00000001')).toBe('0.00000001')
    expect(shortQuantity('27898547.49002348')).toBe('27898547')
    expect(shortQuantity('1163.94245934')).toBe('1163.9424')
    expect(shortQuantity('0.06941055')).toBe('0.06941055')
  })

  it('group the numbers in a sentence and leave its words alone', () => {
    expect(groupNumbers('Bought 27898547.49002348 PEPE at 0.000004')).toBe(
      'Bought 27,898,547.49002348 PEPE at 0.000004',
    )
    expect(groupNumbers('Sold 12 A1234 at 1234567')).toBe('Sold 12 A1234 at 1,234,567')
  })

  it('show changes with their sign', () => {
    expect(formatPercent('1.25')).toBe('+1.25 %')
    expect(formatPercent('-0.40')).toBe('−0.40 %')
    expect(formatPercent('0.00')).toBe('0.00 %')
  })

  it('show large sums in few digits', () => {
    expect(formatCompactUsd('1273000000000.00')).toBe('$1.27 T')
    expect(formatCompactUsd('845200000.00')).toBe('$845.20 M')
    expect(formatCompactUsd('950.00')).toBe('$950.00')
  })
})

describe('amounts in the locale of the reader', () => {
  it.each([
    ['de-DE', '123.456.789.012.345.678,99\u00A0$', '1.200,015', '−0,40 %'],
    [
      'fr-FR',
      '123\u202F456\u202F789\u202F012\u202F345\u202F678,99\u00A0$',
      '1\u202F200,015',
      '−0,40 %',
    ],
    ['de-CH', "$\u00A0123'456'789'012'345'678.99", "1'200.015", '−0.40 %'],
    ['en-IN', '$1,23,45,67,89,01,23,45,678.99', '1,200.015', '−0.40 %'],
    ['ar-EG', '123,456,789,012,345,678.99\u00A0US$', '1,200.015', '−0.40 %'],
  ])('of %s keep every digit', (locale, usd, quantity, percent) => {
    inLocale(locale)
    // Releases of CLDR differ in the apostrophe of Switzerland.
    expect(formatUsd('123456789012345678.99').replaceAll('’', "'")).toBe(usd)
    expect(formatQuantity('1200.01500000').replaceAll('’', "'")).toBe(quantity)
    expect(formatPercent('-0.40')).toBe(percent)
  })

  it('are the same in prices, large sums, shares and sentences', () => {
    inLocale('de-DE')
    expect(formatGain('5.00')).toBe('+5,00\u00A0$')
    expect(formatUsd('-3.1')).toBe('−3,10\u00A0$')
    expect(exactPrice('0.00001121289')).toBe('0,00001121289\u00A0$')
    expect(formatPrice('0.519687872008')).toBe('0,519688\u00A0$')
    expect(formatCompactUsd('1273000000000.00')).toBe('1,27 T\u00A0$')
    expect(formatShare('12.50')).toBe('12,50 %')
    expect(groupNumbers('Bought 27898547.49 PEPE at 0.000004')).toBe(
      'Bought 27.898.547,49 PEPE at 0,000004',
    )
  })
})
