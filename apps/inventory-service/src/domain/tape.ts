import type { Price } from '@cnop/money/scaled'
import { parsePrice } from '@cnop/money/text'
import { z } from 'zod'

const SECOND_MS = 1_000

/** One line of a tape: the prices that changed at a moment. The first line holds all there are. */
export const TapeLine = z.object({
  at: z.iso.datetime(),
  prices: z.record(z.string(), z.string()),
})
export type TapeLine = z.infer<typeof TapeLine>

type Change = { readonly offsetMs: number; readonly price: Price }

/** Prices as they were recorded, by the time since the recording began. */
export type Tape = {
  readonly lengthMs: number
  /** By asset, oldest first. */
  readonly changes: ReadonlyMap<string, readonly Change[]>
}

/** @param text JSON lines. @throws {Error} with the number of the first line that cannot be read, not counting empty ones. */
export const parseTape = (text: string): Tape => {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const parsed = lines.map((line, index) => parseLine(line, index + 1))
  const [first, last] = [parsed.at(0), parsed.at(-1)]
  if (first === undefined || last === undefined) throw new Error('the tape is empty')
  const changes = new Map<string, Change[]>()
  for (const { atMs, prices } of parsed)
    for (const [assetId, price] of prices) {
      const known = changes.get(assetId) ?? []
      known.push({ offsetMs: atMs - first.atMs, price })
      changes.set(assetId, known)
    }
  return { lengthMs: last.atMs - first.atMs + SECOND_MS, changes }
}

const parseLine = (line: string, number: number) => {
  try {
    const { at, prices } = TapeLine.parse(JSON.parse(line))
    return {
      atMs: Date.parse(at),
      prices: Object.entries(prices).map(([assetId, text]) => [assetId, positive(text)] as const),
    }
  } catch (cause) {
    throw new Error(`line ${number} of the tape is not a time with prices`, { cause })
  }
}

const positive = (text: string): Price => {
  const price = parsePrice(text)
  if (price <= 0n) throw new Error('a price must be more than zero')
  return price
}

/** A tape that runs. It begins again when it has come to its end. */
export type Playback = {
  readonly startMs: number
  /** `undefined` before it began, and for assets that are not on the tape. */
  readonly priceAt: (assetId: string, atMs: number) => Price | undefined
  /** The prices of an asset in [fromMs, toMs), of a time after it began; none if it is not on the tape. */
  readonly pricesIn: (assetId: string, fromMs: number, toMs: number) => readonly Price[]
}

/** @param speed How many seconds of the tape pass in a second. */
export const playTape = (tape: Tape, startMs: number, speed: number): Playback => {
  const offsetOf = (atMs: number): number => ((atMs - startMs) * speed) % tape.lengthMs
  return {
    startMs,
    priceAt: (assetId, atMs) => {
      const changes = tape.changes.get(assetId)
      return changes === undefined || atMs < startMs ? undefined : priceIn(changes, offsetOf(atMs))
    },
    pricesIn: (assetId, fromMs, toMs) => {
      const changes = tape.changes.get(assetId) ?? []
      if ((toMs - fromMs) * speed >= tape.lengthMs) return changes.map(({ price }) => price)
      const [from, to] = [offsetOf(fromMs), offsetOf(toMs - 1)]
      const isPlayed = ({ offsetMs }: Change): boolean =>
        from <= to ? offsetMs > from && offsetMs <= to : offsetMs > from || offsetMs <= to
      const first = priceIn(changes, from)
      const played = changes.filter(isPlayed).map(({ price }) => price)
      return first === undefined ? played : [first, ...played]
    },
  }
}

/** The last price up to a moment; of an asset that has its first price later, that one. */
const priceIn = (changes: readonly Change[], offsetMs: number): Price | undefined => {
  let [low, high] = [0, changes.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((changes[middle]?.offsetMs ?? 0) <= offsetMs) low = middle
    else high = middle
  }
  return changes[low]?.price
}
