import { describe, expect, it } from 'vitest'

import { noiseAt, octave } from '#src/domain/noise'

const curve = (name: string) => [
  octave(name, { periodMs: 1_000, amplitude: 1 }),
  octave(name, { periodMs: 7_000, amplitude: 2 }),
]
const moments = Array.from({ length: 2_000 }, (_, index) => 1_790_000_000_000 + index * 137)

describe('noise', () => {
  it('the same name is the same curve, whoever made it and whatever was asked before', () => {
    const backwards = moments.toReversed().map((atMs) => noiseAt(curve('a'), atMs))
    expect(moments.map((atMs) => noiseAt(curve('a'), atMs))).toEqual(backwards.toReversed())
  })

  it('another name is an independent curve', () => {
    const farApart = moments.map((atMs) => atMs * 64)
    const product = farApart.map((atMs) => noiseAt(curve('a'), atMs) * noiseAt(curve('b'), atMs))
    const square = farApart.map((atMs) => noiseAt(curve('a'), atMs) ** 2)
    expect(Math.abs(mean(product)) / mean(square)).toBeLessThan(0.1)
  })

  it('a curve stays within the sum of its amplitudes and is centred on zero', () => {
    const values = moments.map((atMs) => noiseAt(curve('a'), atMs))
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(3)
    expect(Math.abs(mean(values))).toBeLessThan(0.3)
  })

  it('a curve has no jump, at grid points neither', () => {
    for (const atMs of moments) {
      const move = noiseAt(curve('a'), atMs + 1) - noiseAt(curve('a'), atMs)
      expect(Math.abs(move)).toBeLessThan(0.005)
    }
  })

  it('a curve reaches back before 1970', () => {
    expect(noiseAt(curve('a'), -1_234_567)).toBeTypeOf('number')
    expect(noiseAt(curve('a'), -1_234_567)).not.toBe(noiseAt(curve('a'), 1_234_567))
  })
})

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
