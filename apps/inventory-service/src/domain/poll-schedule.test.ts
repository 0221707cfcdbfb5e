import { expect, it } from 'vitest'

import { isOutOfReach, retryInMs } from '#src/domain/poll-schedule'

const failed = { failures: 1, kind: 'away', retryAfterMs: undefined } as const
const REFRESH_MS = 260_000

const waits = (kind: 'away' | 'unreachable', paceMs: number) =>
  [1, 2, 3, 4, 20].map((failures) => retryInMs({ ...failed, failures, kind }, paceMs))

it('the wait doubles with every failure, up to the usual pace', () => {
  expect(waits('away', REFRESH_MS)).toEqual([1_000, 2_000, 4_000, 8_000, REFRESH_MS])
  expect(waits('away', 5_000)).toEqual([1_000, 2_000, 4_000, 8_000, 60_000])
})

it('is short while nobody is reached, which costs no call', () => {
  expect(waits('unreachable', REFRESH_MS)).toEqual([1_000, 2_000, 4_000, 8_000, 30_000])
})

it('is never shorter than CoinGecko asks for', () => {
  expect(retryInMs({ ...failed, retryAfterMs: 90_000 }, REFRESH_MS)).toBe(90_000)
})

it.each([
  ['after a failure or two with young prices', { ...failed, failures: 2 }, 5_000, false],
  ['after three', { ...failed, failures: 3 }, 5_000, true],
  ['limited, however often', { failures: 9, kind: 'limited' }, 5_000, false],
  ['limited, once prices are too old', { failures: 1, kind: 'limited' }, 781_000, true],
  ['before there was any price', failed, undefined, true],
] as const)('out of reach %s', (_when, failure, ageMs, expected) => {
  expect(isOutOfReach(failure, ageMs, REFRESH_MS)).toBe(expected)
})
