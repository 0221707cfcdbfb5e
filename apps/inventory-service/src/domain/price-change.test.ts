import { parsePrice, printPercent } from '@cnop/money/text'
import { describe, expect, it } from 'vitest'

import { changeInBasisPoints } from '#src/domain/price-change'

describe('a change of price', () => {
  it.each([
    ['100.00', '102.50', '2.50'],
    ['100.00', '97.55', '-2.45'],
    ['100.00', '100.00', '0.00'],
    ['0.0000052', '0.0000053', '1.92'],
    ['3.00', '2.9999', '0.00'],
    ['50.00', '100.00', '100.00'],
    ['96000.00', '95990.40', '-0.01'],
  ])('from %s to %s is %s percent', (from, to, percent) => {
    expect(printPercent(changeInBasisPoints(parsePrice(from), parsePrice(to)))).toBe(percent)
  })
})
