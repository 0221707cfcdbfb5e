import { afterEach, describe, expect, it, vi } from 'vitest'

import { DAY, MONTH, YEAR, tickWeights } from './tick-weight'

afterEach(() => vi.unstubAllEnvs())

const HOUR = 3_600_000

/** The local dates and times that get a label of at least this weight. */
const labelled = (zone: string, from: string, to: string, step: number, weight: number) => {
  vi.stubEnv('TZ', zone)
  const times: number[] = []
  for (let time = Date.parse(from); time <= Date.parse(to); time += step) times.push(time)
  const weights = tickWeights(times)
  return times.filter((_, index) => (weights[index] ?? 0) >= weight).map(localText)
}

const localText = (time: number): string => {
  const date = new Date(time)
  const two = (part: number): string => String(part).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`
}

describe('labels of the time axis', () => {
  it.each([
    ['America/Los_Angeles', ['2031-05-02 00:00', '2031-05-03 00:00']],
    ['Australia/Lord_Howe', ['2031-05-02 00:00', '2031-05-03 00:00']],
    ['Pacific/Apia', ['2031-05-02 00:00', '2031-05-03 00:00']],
    ['Asia/Kolkata', ['2031-05-02 00:00', '2031-05-03 00:00']],
  ])('begin days at midnight in %s', (zone, midnights) => {
    vi.stubEnv('TZ', zone)
    const from = new Date(2031, 4, 1, 12).toISOString()
    const to = new Date(2031, 4, 3, 12).toISOString()
    expect(labelled(zone, from, to, HOUR / 2, DAY)).toEqual(midnights)
  })

  it('begin a day at the first candle in it where hours of UTC are halves of local ones', () => {
    expect(
      labelled('Asia/Kolkata', '2031-05-01T12:00:00Z', '2031-05-02T12:00:00Z', HOUR, DAY),
    ).toEqual(['2031-05-02 00:30'])
  })

  it.each([
    ['America/Los_Angeles', '2031-06-01 17:00'],
    ['Asia/Kolkata', '2031-06-01 05:30'],
    ['Australia/Lord_Howe', '2031-06-01 10:30'],
    ['Pacific/Apia', '2031-06-01 13:00'],
  ])('begin a month at the first daily candle in it in %s', (zone, first) => {
    const days = labelled(zone, '2031-05-20T00:00:00Z', '2031-06-20T00:00:00Z', 24 * HOUR, MONTH)
    expect(days).toEqual([first])
  })

  it('begin a year where the reader has New Year', () => {
    for (const [zone, first] of [
      ['America/Los_Angeles', '2032-01-01 00:00'],
      ['Pacific/Apia', '2032-01-01 00:00'],
    ] as const)
      expect(labelled(zone, '2031-12-31T00:00:00Z', '2032-01-02T00:00:00Z', HOUR, YEAR)).toEqual([
        first,
      ])
  })

  it('are at midnight on both sides of a day of 23 hours and of one of 25', () => {
    const zone = 'America/Los_Angeles'
    expect(labelled(zone, '2031-03-08T20:00:00Z', '2031-03-10T20:00:00Z', HOUR, DAY)).toEqual([
      '2031-03-09 00:00',
      '2031-03-10 00:00',
    ])
    expect(labelled(zone, '2031-11-01T20:00:00Z', '2031-11-03T20:00:00Z', HOUR, DAY)).toEqual([
      '2031-11-02 00:00',
      '2031-11-03 00:00',
    ])
  })

  it('are at midnight where clocks change by half an hour, or a whole day is left out', () => {
    expect(
      labelled(
        'Australia/Lord_Howe',
        '2031-04-04T20:00:00Z',
        '2031-04-06T20:00:00Z',
        HOUR / 2,
        DAY,
      ),
    ).toEqual(['2031-04-06 00:00', '2031-04-07 00:00'])
    expect(
      labelled('Pacific/Apia', '2011-12-29T20:00:00Z', '2011-12-31T20:00:00Z', HOUR, DAY),
    ).toEqual(['2011-12-31 00:00', '2012-01-01 00:00'])
  })
})
