import { expect, it } from 'vitest'

import { categoryIn, orderIn, textOfCategory, textOfOrder } from './market-choice'

it('an order is in the address as it was chosen, and the usual one is not', () => {
  const order = { column: 'change_24h', direction: 'descending' } as const
  expect(orderIn(textOfOrder(order))).toEqual(order)
  expect(orderIn('name')).toEqual({ column: 'name', direction: 'ascending' })
  expect(textOfOrder(orderIn(''))).toBe('')
  expect(textOfOrder(orderIn('-nothing'))).toBe('')
})

it('a category nobody knows is all of them', () => {
  expect(categoryIn('watched')).toBe('watched')
  expect(categoryIn('none')).toBe('all')
  expect(textOfCategory(categoryIn(''))).toBe('')
})
