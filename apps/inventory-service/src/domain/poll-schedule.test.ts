import { expect, it } from 'vitest'

import { isOutOfReach, retryInMs } from '#src/domain/poll-schedule'

const failed = { failures: 1, limited: false, retryAfterMs: undefined }
const REFRESH_MS = 260_000

it('the wait doubles with every failure, up to a minute', () => {
  const waits = [1, 2, 3, 4, 20].map((failures) => retryInMs({ ...failed, failures }))
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 60_000])
})

it('is never shorter than CoinGecko asks for', () => {
  expect(retryInMs({ ...failed, retryAfterMs: 90_000 })).toBe(90_000)
})

it.each([
  ['after a failure or two with young prices', { ...failed, failures: 2 }, 5_000, false],
  ['after three', { ...failed, failures: 3 }, 5_000, true],
  ['limited, however often', { ...failed, failures: 9, limited: true }, 5_000, false],
  ['limited, once prices are too old', { ...failed, limited: true }, 781_000, true],
  ['before there was any price', failed, undefined, true],
])('out of reach %s', (_when, failure, ageMs, expected) => {
  expect(isOutOfReach(failure, ageMs, REFRESH_MS)).toBe(expected)
})
