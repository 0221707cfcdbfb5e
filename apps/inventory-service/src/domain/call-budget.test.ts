import { describe, expect, it } from 'vitest'

import { monthOf, pollPaceMs, spareCalls } from '#src/domain/call-budget'

const DAY_MS = 86_400_000
const january = (day: number) => new Date(Date.UTC(2026, 0, day))

describe('the pace of polls', () => {
  it('makes a month of calls last the month, with a tenth to spare', () => {
    const pace = pollPaceMs(10_000, 10_000, january(1))
    expect(Math.floor((31 * DAY_MS) / pace)).toBe(9_000)
  })

  it('does not hurry because calls were saved', () => {
    expect(pollPaceMs(10_000, 10_000, january(31))).toBe(pollPaceMs(10_000, 10_000, january(1)))
  })

  it('slows down when too many were used, and still ends with the month', () => {
    expect(pollPaceMs(10_000, 100, january(22))).toBe(DAY_MS / 10)
  })

  it('waits for the next month when none is left', () => {
    expect(pollPaceMs(10_000, 0, january(31))).toBe(DAY_MS)
  })

  it('leaves a tenth for other things, and what was not used', () => {
    expect(spareCalls(10_000, 10_000, january(1))).toBe(1_000)
    expect(spareCalls(10_000, 9_000, january(1))).toBe(0)
    expect(spareCalls(10_000, 1_000, january(31))).toBe(709)
  })

  it('knows months by UTC', () => {
    expect(monthOf(new Date('2026-01-31T23:59:59Z'))).toBe('2026-01')
    expect(monthOf(new Date('2026-02-01T00:30:00+01:00'))).toBe('2026-01')
  })
})
