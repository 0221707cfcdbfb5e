/**
 * Random walks that can be asked for any second, past or future, without walking there: Lévy's midpoint construction of
 * Brownian motion (P. Lévy 1948; Mörters & Peres, "Brownian Motion", section 1.1). The value in the middle of an
 * interval is the mean of its ends plus a random displacement that belongs to the interval. Increments are independent
 * at every scale, so past values say nothing of what comes.
 */
import { createHash } from 'node:crypto'

import { normalOf } from '#src/domain/normal-table'

/** An arc is 2^24 s (194 days); a walk is zero at both its ends, so it always returns home. */
const ARC_LEVELS = 24
/** Arcs of different walks begin at multiples of a block of 2^20 s (12 days) from each other. */
const BLOCK_LEVELS = 20
const ARC = 2 ** ARC_LEVELS
const BLOCK = 2 ** BLOCK_LEVELS
const BLOCKS_IN_ARC = ARC / BLOCK
/** Blocks whose ends are kept: those of a year and some. */
const MAX_BLOCKS = 40

const DAY_SECONDS = 86_400
/** Seconds between the values of a coarse look. */
const COARSE = 256

/** A single random walk; a sum of some is a `WalkSum`. */
export type Walk = {
  /** Of the displacements in intervals of an arc, half of it and so on: their standard deviations. */
  readonly deviations: Float64Array
  /** Standard deviation of the moves of one second. */
  readonly sigma: number
  /** Blocks from the beginning of an arc to that of time itself. */
  readonly offset: number
  readonly seed: readonly [number, number]
}

/**
 * @param name Names the walk: the same name is the same walk, another name an independent one.
 * @param dailyVolatility Standard deviation of the moves of a day; those of other spans grow with the root of the span.
 * @param reach Seconds of the longest interval in which it moves: longer ones begin and end at zero.
 */
export const walk = (name: string, dailyVolatility: number, reach: number = ARC): Walk => {
  const digest = createHash('sha256').update(name).digest()
  const sigma = dailyVolatility / Math.sqrt(DAY_SECONDS)
  return {
    sigma,
    deviations: Float64Array.from({ length: ARC_LEVELS }, (_, depth) => {
      const length = 2 ** (ARC_LEVELS - depth)
      return length > reach ? 0 : sigma * Math.sqrt(length / 4)
    }),
    offset: digest.readUInt32LE(8) % BLOCKS_IN_ARC,
    seed: [digest.readInt32LE(0), digest.readInt32LE(4)],
  }
}

/** A stretch of time in which the intervals of all walks coincide. */
type Block = {
  readonly firstSecond: number
  /** The sum at its beginning and at its end. */
  readonly left: number
  readonly right: number
  /** Of each walk: the block's place in the tree of its arc, and the seed of that arc. */
  readonly nodes: Int32Array
  readonly arcSeeds: Int32Array
}

/** Takes a second and its value. */
type Take = (second: number, value: number) => void
/** Decides if an interval is searched, by the values at its ends and its length in seconds. */
type IsWorthwhile = (left: number, right: number, length: number) => boolean

/** The sum of some walks, at whole seconds of Unix time. */
export class WalkSum {
  readonly #walks: readonly Walk[]
  /** Beyond the higher or the lower end of an interval by this much times the root of its seconds lies nothing. */
  readonly #spread: number
  readonly #blocks = new Map<number, Block>()

  constructor(walks: readonly Walk[]) {
    this.#walks = walks
    // A Brownian bridge of length L exceeds both its ends by 4 sigma sqrt(L) with a chance of exp(-32), 10^-14.
    this.#spread = 4 * Math.hypot(...walks.map(({ sigma }) => sigma))
  }

  at(second: number): number {
    const block = this.#block(Math.floor(second / BLOCK))
    let { left, right, firstSecond: low } = block
    for (let depth = 0, index = 0, length = BLOCK; second !== low; depth += 1) {
      length /= 2
      const middle = (left + right) / 2 + this.#displacement(block, depth, index)
      if (second >= low + length) {
        left = middle
        low += length
        index = index * 2 + 1
      } else {
        right = middle
        index *= 2
      }
    }
    return left
  }

  /** The values at the seconds of [from, to). */
  series(from: number, to: number): Float64Array {
    const values = new Float64Array(Math.max(0, to - from))
    this.#visit(
      from,
      to,
      (second, value) => {
        values[second - from] = value
      },
      () => true,
    )
    return values
  }

  /** The highest and the lowest of [from, to), which holds a second at least: those of the series, at a fraction of its cost. */
  extremes(from: number, to: number): { readonly highest: number; readonly lowest: number } {
    let highest = Number.NEGATIVE_INFINITY
    let lowest = Number.POSITIVE_INFINITY
    const take: Take = (_, value) => {
      if (value > highest) highest = value
      if (value < lowest) lowest = value
    }
    // A coarse look first: the better the extremes that are known, the more intervals can be left out.
    this.#visit(from, to, take, (_left, _right, length) => length > COARSE)
    this.#visit(from, to, take, (left, right, length) => {
      const reach = this.#spread * Math.sqrt(length)
      return Math.max(left, right) + reach > highest || Math.min(left, right) - reach < lowest
    })
    return { highest, lowest }
  }

  #visit(from: number, to: number, take: Take, isWorthwhile: IsWorthwhile): void {
    const descend = (
      block: Block,
      depth: number,
      index: number,
      left: number,
      right: number,
    ): void => {
      const length = 1 << (BLOCK_LEVELS - depth)
      const low = block.firstSecond + index * length
      if (low >= to || low + length <= from) return
      // Its first second is a value of its own, and good ones early spare the most intervals.
      if (low >= from) take(low, left)
      if (length === 1 || !isWorthwhile(left, right, length)) return
      const middle = (left + right) / 2 + this.#displacement(block, depth, index)
      descend(block, depth + 1, index * 2, left, middle)
      descend(block, depth + 1, index * 2 + 1, middle, right)
    }
    for (let number = Math.floor(from / BLOCK); number * BLOCK < to; number += 1) {
      const block = this.#block(number)
      descend(block, 0, 0, block.left, block.right)
    }
  }

  #displacement({ nodes, arcSeeds }: Block, depth: number, index: number): number {
    let sum = 0
    for (let at = 0; at < this.#walks.length; at += 1) {
      const each = this.#walks[at]
      if (each === undefined) continue
      const node = ((nodes[at] ?? 0) << depth) + index
      const deviation = each.deviations[ARC_LEVELS - BLOCK_LEVELS + depth] ?? 0
      sum += deviation * normalAt(arcSeeds[at] ?? 0, each.seed[1], node)
    }
    return sum
  }

  #block(number: number): Block {
    const known = this.#blocks.get(number)
    if (known !== undefined) return known
    const edge = (at: number): number =>
      this.#walks.reduce((sum, each) => sum + atBlockEdge(each, at), 0)
    const block = {
      firstSecond: number * BLOCK,
      left: edge(number),
      right: edge(number + 1),
      nodes: Int32Array.from(
        this.#walks,
        ({ offset }) => BLOCKS_IN_ARC + mod(number + offset, BLOCKS_IN_ARC),
      ),
      arcSeeds: Int32Array.from(this.#walks, (each) => arcSeedAt(each, number)),
    }
    const [oldest] = this.#blocks.keys()
    if (this.#blocks.size >= MAX_BLOCKS && oldest !== undefined) this.#blocks.delete(oldest)
    this.#blocks.set(number, block)
    return block
  }
}

/** Value of a walk at the beginning of a block. */
const atBlockEdge = (each: Walk, number: number): number => {
  const arcSeed = arcSeedAt(each, number)
  const target = mod(number + each.offset, BLOCKS_IN_ARC)
  let [left, right, low, node] = [0, 0, 0, 1]
  for (let depth = 0, length = BLOCKS_IN_ARC; target !== low; depth += 1) {
    length /= 2
    const deviation = each.deviations[depth] ?? 0
    const middle = (left + right) / 2 + deviation * normalAt(arcSeed, each.seed[1], node)
    if (target >= low + length) {
      left = middle
      low += length
      node = node * 2 + 1
    } else {
      right = middle
      node *= 2
    }
  }
  return left
}

const arcSeedAt = ({ seed: [first], offset }: Walk, block: number): number =>
  mix(first ^ Math.imul(Math.floor((block + offset) / BLOCKS_IN_ARC), 0x9e3779b1))

/** A number of the standard normal distribution that belongs to a node of an arc. */
const normalAt = (arcSeed: number, seed: number, node: number): number =>
  normalOf(mix(mix(arcSeed + Math.imul(node, 0x85ebca77)) ^ seed))

/** The finalizer of MurmurHash3: every bit of the input moves every bit of the output. */
const mix = (value: number): number => {
  let hash = value
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

const mod = (value: number, by: number): number => ((value % by) + by) % by
