import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { cash, price, quantity } from './scaled.ts'
import {
  parseCash,
  parsePercent,
  parsePrice,
  parseQuantity,
  plainDecimal,
  printCash,
  printPercent,
  printPrice,
  printQuantity,
} from './text.ts'

describe('reading and printing amounts', () => {
  it('prints what it reads, for every amount of every unit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), (units) => {
        expect(parseCash(printCash(cash(units)))).toBe(units)
        expect(parseQuantity(printQuantity(quantity(units)))).toBe(units)
        expect(parsePrice(printPrice(price(units)))).toBe(units)
        expect(parsePercent(printPercent(units))).toBe(units)
      }),
    )
  })

  it('counts percent in hundredths of one', () => {
    expect([parsePercent('1.25'), parsePercent('100')]).toEqual([125n, 10_000n])
    expect([printPercent(-5n), printPercent(0n)]).toEqual(['-0.05', '0.00'])
  })

  it('takes the same amount written in different ways', () => {
    expect(parseCash('7')).toBe(700n)
    expect(parseCash('007.5')).toBe(750n)
    expect(parseCash('7.5000')).toBe(750n)
    expect(parseQuantity('-0.00000001')).toBe(-1n)
  })

  it.each(['', ' 1', '1e5', '0x10', '1,000', '1.', '.5', 'NaN', 'Infinity', '--1', '١', '1.2.3'])(
    'refuses %j, which is no plain decimal',
    (text) => expect(() => parseCash(text)).toThrow('plain decimal'),
  )

  it('refuses more places than the unit has, and never rounds', () => {
    expect(() => parseCash('1.001')).toThrow('at most 2 decimal places')
    expect(() => parseQuantity('0.000000001')).toThrow('at most 8 decimal places')
    expect(() => parsePrice('0.0000000000001')).toThrow('at most 12 decimal places')
  })

  it('prints prices without trailing zeros but with cents', () => {
    expect(printPrice(parsePrice('64250'))).toBe('64250.00')
    expect(printPrice(parsePrice('0.00000123'))).toBe('0.00000123')
    expect(printPrice(parsePrice('1.50'))).toBe('1.50')
    expect(printPrice(parsePrice('1.505'))).toBe('1.505')
  })

  it('writes every JSON number as the plain decimal it stands for', () => {
    expect(plainDecimal(1e-7)).toBe('0.0000001')
    expect(plainDecimal(1.25e21)).toBe('1250000000000000000000')
    expect(plainDecimal('1.5E-3')).toBe('0.0015')
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = plainDecimal(value)
        expect(text).toMatch(/^-?\d+(\.\d+)?$/)
        expect(Number(text)).toBe(value === 0 ? Number(text) : value)
      }),
    )
  })
})
