import { CashInput, PriceInput, QuantityInput } from '@cnop/contracts/wire'
import { afterEach, describe, expect, it, vi } from 'vitest'

import { readAmount, readSignedCash } from './read-amount'
import { inLocale } from './testing/locale'

afterEach(() => vi.unstubAllGlobals())

describe('an amount that is typed', () => {
  it.each([
    [' 100 ', '100'],
    ['1,000.50', '1000.50'],
    ['1,000,000', '1000000'],
    ['$250', '250'],
    ['.02', '0.02'],
    ['5.', '5'],
    ['1.100', '1.100'],
  ])('%j is read as %s, which the API takes', (typed, amount) => {
    expect(readAmount(typed, 'cash')).toHaveProperty('amount', amount)
    expect(CashInput.safeParse(amount).success).toBe(true)
  })

  it.each([
    ['', 'Enter an amount', false],
    ['  ', 'Enter an amount', false],
    ['lots', 'Enter a number such as 12.50', false],
    ['.', 'Enter a number such as 12.50', false],
    ['-5', 'Enter a number such as 12.50', false],
    ['1,5.0', 'Check the commas and periods: write 12,345.50 or 12345.50', false],
    ['1e3', 'Enter a number such as 12.50', false],
    ['1.234', 'At most 2 decimals', true],
    ['1000000.01', 'At most $1,000,000.00', true],
    ['0', 'At least $0.01', false],
  ])('%j is refused: %s', (typed, error, early) => {
    expect(readAmount(typed, 'cash')).toEqual({ error, early })
    expect(CashInput.safeParse(typed).success).toBe(false)
  })

  it('has the places and the limits of its kind', () => {
    expect(readAmount('0.123456789', 'quantity')).toHaveProperty('error', 'At most 8 decimals')
    expect(readAmount('9,000,000,000,000', 'quantity')).toHaveProperty(
      'error',
      'At most 1,000,000,000,000',
    )
    expect(readAmount('0.0000000000001', 'price')).toHaveProperty('error', 'At most 12 decimals')
    expect(QuantityInput.safeParse('1000000000000').success).toBe(true)
    expect(PriceInput.safeParse('1000000000').success).toBe(true)
  })
})

describe('an amount that could be read another way', () => {
  it('is repeated with its digits and the use of the mark', () => {
    expect(readAmount('1,250', 'quantity', { symbol: 'DOGE' })).toEqual({
      amount: '1250',
      readAs: 'Read as 1250 DOGE: the comma separates thousands.',
    })
    expect(readAmount('1.250', 'quantity', { symbol: 'DOGE' })).toEqual({
      amount: '1.250',
      readAs: 'Read as 1.25 DOGE: the period is the decimal mark.',
    })
    expect(readAmount('0,500', 'cash')).toEqual({ amount: '0.500', readAs: 'Read as $0.500.' })
  })

  it('follows the locale of the reader', () => {
    inLocale('de-DE')
    expect(readAmount('0,05', 'quantity', { symbol: 'BTC' })).toEqual({ amount: '0.05' })
    expect(readAmount('1.234,50', 'cash')).toEqual({
      amount: '1234.50',
      readAs: 'Read as 1.234,50\u00A0$.',
    })
    expect(readAmount('1,250', 'quantity', { symbol: 'DOGE' })).toEqual({
      amount: '1.250',
      readAs: 'Read as 1,25 DOGE: the comma is the decimal mark.',
    })
    expect(readAmount('1.250', 'price')).toEqual({
      amount: '1250',
      readAs: 'Read as 1250\u00A0$: the period separates thousands.',
    })
    expect(readAmount('1,5.0', 'cash')).toHaveProperty(
      'error',
      'Check the commas and periods: write 12.345,50 or 12345,50',
    )
    expect(readAmount('0.05 BTC', 'quantity', { symbol: 'BTC' })).toHaveProperty('amount', '0.05')
  })
})

it('dollars with a sign keep it, and what is no number is left to the API', () => {
  expect(readSignedCash('-1,250.50')).toEqual({ amount: '-1250.50', readAs: 'Read as −$1,250.50.' })
  expect(readSignedCash('−12.50')).toEqual({ amount: '-12.50' })
  expect(readSignedCash('0,5')).toEqual({ amount: '0.5', readAs: 'Read as $0.5.' })
  expect(readSignedCash('lots')).toEqual({ amount: 'lots' })
})
