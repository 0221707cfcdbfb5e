import { expect, it } from 'vitest'

import { fileName } from './file-name'

it('names a file after its contents, the account and the day of the reader', () => {
  const now = new Date(2031, 0, 9, 23, 59)
  expect(fileName('orders', 'satoshi_n', now)).toBe('orders-satoshi_n-2031-01-09.csv')
})
