import { expect, it } from 'vitest'

import { noteServerTime, serverNow } from './server-clock.ts'

const NINE = Date.parse('2031-05-01T09:00:00Z')

it('the time is that of the answers, and the answer that says most of it counts', () => {
  noteServerTime('Thu, 01 May 2031 09:00:00 GMT', 1_900)
  expect(serverNow(2_900)).toBe(NINE + 1_000)
  noteServerTime('Thu, 01 May 2031 09:00:02 GMT', 3_000)
  expect(serverNow(3_000)).toBe(NINE + 2_000)
  noteServerTime('Thu, 01 May 2031 09:00:02 GMT', 3_900)
  noteServerTime(null, 4_000)
  noteServerTime('no time at all', 4_000)
  expect(serverNow(4_000)).toBe(NINE + 3_000)
})
