import { describe, expect, it } from 'vitest'

import { WalkSum, walk } from '#src/domain/levy-walk'

const FROM = 1_790_000_000
const SECONDS = 100_000
const ROOT_OF_DAY = Math.sqrt(86_400)

/** Of sigma 1 a second. */
const unitWalk = (name: string): WalkSum => new WalkSum([walk(name, ROOT_OF_DAY)])

const series = (name: string, seconds = SECONDS): Float64Array =>
  unitWalk(name).series(FROM, FROM + seconds)

describe('a walk', () => {
  it('is the same whether asked for one second or for many, and in whatever order', () => {
    const walks = new WalkSum([walk('a', 0.02), walk('b', 0.03)])
    const values = walks.series(FROM, FROM + 20_000)
    for (let second = 19_999; second >= 0; second -= 7)
      expect(new WalkSum([walk('a', 0.02), walk('b', 0.03)]).at(FROM + second)).toBe(values[second])
  })

  it('is a sum of its parts', () => {
    const [a, b] = [walk('a', 0.02), walk('b', 0.03)]
    const sum = new WalkSum([a]).at(FROM + 5) + new WalkSum([b]).at(FROM + 5)
    expect(new WalkSum([a, b]).at(FROM + 5)).toBeCloseTo(sum, 12)
  })

  it('reaches back before 1970, and joins its arcs without a jump', () => {
    const one = unitWalk('arcs')
    for (const edge of [-(2 ** 24), 0, 107 * 2 ** 24, 107 * 2 ** 24 + 2 ** 20])
      for (let second = edge - 5; second < edge + 5; second += 1)
        expect(Math.abs(one.at(second + 1) - one.at(second))).toBeLessThan(6)
  })

  it.each([1, 10, 60, 600])('moves by the root of the time over %i seconds', (span) => {
    const values = series('scale', 20 * SECONDS)
    let [squares, count] = [0, 0]
    for (let at = span; at < values.length; at += span) {
      squares += ((values[at] ?? 0) - (values[at - span] ?? 0)) ** 2
      count += 1
    }
    const sigma = Math.sqrt(squares / count / span)
    // Five standard errors of a standard deviation.
    expect(Math.abs(sigma - 1)).toBeLessThan(5 / Math.sqrt(2 * count))
  })

  /**
   * Profit of holding through each second after the last `look` seconds have risen, in standard deviations of what
   * chance gives: of a fair walk of n seconds, held half of the time, sqrt(n / 2). To fade is to lose as much.
   */
  const profitOfFollowing = (values: Float64Array, look: number): number => {
    let profit = 0
    for (let at = look; at + 1 < values.length; at += 1)
      if ((values[at] ?? 0) > (values[at - look] ?? 0))
        profit += (values[at + 1] ?? 0) - (values[at] ?? 0)
    return profit / Math.sqrt(values.length / 2)
  }

  it.each([1, 5, 20, 60])(
    'pays nothing beyond chance to who follows or fades its last %i moves',
    (look) => {
      const markets = 60
      const profits = Array.from({ length: markets }, (_, market) =>
        profitOfFollowing(series(`market ${market}`), look),
      )
      const mean = profits.reduce((sum, profit) => sum + profit, 0) / markets
      // Three and a half standard errors of the mean: a fair walk is beyond that once in two thousand seeds.
      expect(Math.abs(mean)).toBeLessThan(3.5 / Math.sqrt(markets))
      expect(Math.max(...profits.map(Math.abs))).toBeLessThan(4.5)
    },
  )
})

describe('extremes', () => {
  it('are those of the series, for any stretch of time', () => {
    const walks = new WalkSum([walk('x', 0.02), walk('y', 0.03)])
    for (let nth = 0; nth < 60; nth += 1) {
      const from = FROM + nth * 1_234_567
      const to = from + 1 + ((nth * 7_919) % 90_000)
      const values = walks.series(from, to)
      expect(walks.extremes(from, to)).toEqual({
        highest: values.reduce((a, b) => Math.max(a, b)),
        lowest: values.reduce((a, b) => Math.min(a, b)),
      })
    }
  })
})
