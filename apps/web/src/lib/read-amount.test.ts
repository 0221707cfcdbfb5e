import { CashInput, PriceInput, QuantityInput } from '@cnop/contracts/wire'
import { describe, expect, it } from 'vitest'

import { readAmount } from './read-amount'

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
    expect(readAmount(typed, 'cash')).toEqual({ amount })
    expect(CashInput.safeParse(amount).success).toBe(true)
  })

  it.each([
    ['', 'Enter an amount', false],
    ['  ', 'Enter an amount', false],
    ['lots', 'Enter a number such as 12.50', false],
    ['.', 'Enter a number such as 12.50', false],
    ['-5', 'Enter a number such as 12.50', false],
    ['1,5', 'Enter a number such as 12.50', false],
    ['10,00', 'Enter a number such as 12.50', false],
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
