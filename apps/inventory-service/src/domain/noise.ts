/**
 * Smooth random curves that can be asked for any moment, past or future, without walking there: value
 * noise, a hashed random number at each grid point and a smooth passage between neighbours.
 */

/** A 32-bit seed out of any text (FNV-1a with a final mix). */
const seedOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return mix(hash)
}

/** One layer of a curve: a random number every `periodMs`, passing smoothly from one to the next. */
export type Octave = {
  readonly seed: number
  readonly periodMs: number
  /** Largest distance from zero. */
  readonly amplitude: number
  /** Where this octave's grid lies, in periods: were all aligned, the curve would stand still there. */
  readonly phase: number
}

/** @param name Names the curve: the same name is the same curve, another name an independent one. */
export const octave = (
  name: string,
  { periodMs, amplitude }: { readonly periodMs: number; readonly amplitude: number },
): Octave => {
  const seed = seedOf(`${name}/${periodMs}`)
  return { seed, periodMs, amplitude, phase: (mix(seed) >>> 0) / 2 ** 32 }
}

/** The curve at a moment; within the sum of the amplitudes on both sides of zero. */
export const noiseAt = (octaves: readonly Octave[], atMs: number): number => {
  let sum = 0
  for (const { seed, periodMs, amplitude, phase } of octaves) {
    const position = atMs / periodMs + phase
    const index = Math.floor(position)
    const before = gridValue(seed, index)
    const after = gridValue(seed, index + 1)
    sum += amplitude * (before + (after - before) * smoothStep(position - index))
  }
  return sum
}

/** From -1 to 1, evenly spread. */
const gridValue = (seed: number, index: number): number =>
  (mix(seed ^ Math.imul(index, 0x9e3779b1)) >>> 0) / 2 ** 31 - 1

/** 0 to 1 with no slope at both ends, so that the curve has no corner at a grid point. */
const smoothStep = (part: number): number => part * part * (3 - 2 * part)

/** The finaliser of MurmurHash3: every bit of the input moves every bit of the output. */
const mix = (value: number): number => {
  let hash = value
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
