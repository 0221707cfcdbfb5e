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

it.each([
  // Its last hour comes twice: at midnight clocks go back to 23:00.
  ['America/Santiago', '2031-04-05', '2031-04-05T03:00:00.000Z', '2031-04-06T03:59:59.999Z'],
  // It begins at 01:00: at midnight clocks go forward.
  ['America/Santiago', '2031-09-07', '2031-09-07T04:00:00.000Z', '2031-09-08T02:59:59.999Z'],
  ['Australia/Lord_Howe', '2031-04-06', '2031-04-05T13:00:00.000Z', '2031-04-06T13:29:59.999Z'],
  ['America/Los_Angeles', '2031-11-02', '2031-11-02T07:00:00.000Z', '2031-11-03T07:59:59.999Z'],
  ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00:00.000Z', '2011-12-31T09:59:59.999Z'],
])('all of a day on which clocks change in %s belongs to it: %s', (zone, day, from, to) => {
  vi.stubEnv('TZ', zone)
  expect(chosenPeriod(day, day)).toEqual({ from, to })
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
