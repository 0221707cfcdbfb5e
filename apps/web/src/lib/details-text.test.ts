import { expect, it } from 'vitest'

import { detailsText } from './details-text'

it('lists details in the same order however they were sent', () => {
  const text = 'amount: 5.00, reason: Refund, transaction id: 01A'
  expect(detailsText({ reason: 'Refund', transaction_id: '01A', amount: '5.00' })).toBe(text)
  expect(detailsText({ amount: '5.00', transaction_id: '01A', reason: 'Refund' })).toBe(text)
})
