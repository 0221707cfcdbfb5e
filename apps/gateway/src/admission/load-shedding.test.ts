import { describe, expect, it } from 'vitest'

import { nextLevel, shareShed } from './load-shedding.ts'

const after = (samples: number, lateMs: number, from = 0, underWay = 200): number =>
  Array.from({ length: samples }).reduce<number>(
    (level) => nextLevel(level, { lateMs, underWay }),
    from,
  )

describe('the level of pressure', () => {
  it('is nothing while the event loop keeps up', () => {
    expect(after(100, 12)).toBe(0)
  })

  it('rises to all within two seconds of a loop that is late, and no further', () => {
    expect(after(20, 500)).toBe(1)
  })

  it('stays at nothing while few are on their way, however late the loop is', () => {
    expect(after(20, 500, 0, 16)).toBe(0)
  })

  it('falls back to nothing once the loop keeps up', () => {
    expect(after(50, 12, 1)).toBeCloseTo(0)
  })
})

describe('who is turned away', () => {
  it('no one without pressure', () => {
    expect(shareShed(0, 'public')).toBe(0)
  })

  it.each([
    [1 / 6, 0.5, 0, 0],
    [1 / 3, 1, 0, 0],
    [1 / 2, 1, 0.5, 0],
    [2 / 3, 1, 1, 0],
    [5 / 6, 1, 1, 0.5],
    [1, 1, 1, 1],
  ])('at level %d prices first, then own reads, trading last', (level, prices, reads, trading) => {
    expect(shareShed(level, 'public')).toBeCloseTo(prices)
    expect(shareShed(level, 'reads')).toBeCloseTo(reads)
    expect(shareShed(level, 'trading')).toBeCloseTo(trading)
  })
})
