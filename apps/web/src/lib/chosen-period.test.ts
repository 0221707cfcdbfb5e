import { afterEach, expect, it, vi } from 'vitest'

import { chosenPeriod } from './chosen-period'

afterEach(() => vi.unstubAllEnvs())

it('days are those of the reader, from their first to their last moment', () => {
  vi.stubEnv('TZ', 'America/New_York')
  expect(chosenPeriod('2031-05-01', '2031-05-01')).toEqual({
    from: '2031-05-01T04:00:00.000Z',
    to: '2031-05-02T03:59:59.999Z',
  })
  vi.stubEnv('TZ', 'Asia/Kolkata')
  expect(chosenPeriod('2031-05-01', '').from).toBe('2031-04-30T18:30:00.000Z')
})

it('a day on which clocks are changed is as long as it is', () => {
  vi.stubEnv('TZ', 'Europe/Berlin')
  expect(chosenPeriod('2031-03-30', '2031-03-30')).toEqual({
    from: '2031-03-29T23:00:00.000Z',
    to: '2031-03-30T21:59:59.999Z',
  })
})

it('an end before the beginning is not asked for', () => {
  vi.stubEnv('TZ', 'UTC')
  expect(chosenPeriod('2031-05-02', '2031-05-01')).toEqual({
    from: '2031-05-02T00:00:00.000Z',
    to: undefined,
  })
})

it('a day that is not chosen is no limit, and what is no day is left to the API', () => {
  expect(chosenPeriod('', '')).toEqual({ from: undefined, to: undefined })
  expect(chosenPeriod('yesterday', '').from).toBe('yesterday')
})
