import type { MarketAsset, MarketSnapshot } from '#src/domain/market'

/** Names a snapshot: the second it is of. Replicas count alike, so that a stream can go on at another one. */
export const sequenceOf = ({ atMs }: MarketSnapshot): number => atMs / 1_000

/**
 * Replicas learn of a halt or of real prices up to some seconds apart, and each gives the change the second
 * it learnt of it. So a reader who comes from another replica may lack what changed here so long before.
 */
const LEARNT_APART_SECONDS = 10

/**
 * When each asset last changed as a stream shows it. A real price that was observed again has changed, since
 * its age is shown; a simulated one has not, since it is always as old as the snapshot.
 */
export class PriceChanges {
  #current: MarketSnapshot
  readonly #firstSequence: number
  readonly #changedAt = new Map<string, number>()

  constructor(snapshot: MarketSnapshot) {
    this.#current = snapshot
    this.#firstSequence = sequenceOf(snapshot)
  }

  get current(): MarketSnapshot {
    return this.#current
  }

  /** Goes on to the next snapshot. */
  follow(next: MarketSnapshot): void {
    const sequence = sequenceOf(next)
    for (const listed of next.assets) {
      const before = this.#current.byId.get(listed.asset.assetId)
      if (before === undefined || differ(before, listed))
        this.#changedAt.set(listed.asset.assetId, sequence)
    }
    this.#current = next
  }

  /** Whether `missedSince` can tell what happened after this snapshot. */
  remembers(sequence: number): boolean {
    const fromSequence = sequence - LEARNT_APART_SECONDS
    return fromSequence >= this.#firstSequence && sequence <= sequenceOf(this.#current)
  }

  /** What a reader may lack whose last snapshot, of this or another replica, was this one. */
  missedSince(sequence: number, assetIds: readonly string[]): readonly MarketAsset[] {
    return this.since(sequence - LEARNT_APART_SECONDS, assetIds)
  }

  /** Those of `assetIds` that changed after the snapshot of this sequence. */
  since(sequence: number, assetIds: readonly string[]): readonly MarketAsset[] {
    return assetIds
      .filter((assetId) => (this.#changedAt.get(assetId) ?? 0) > sequence)
      .flatMap((assetId) => this.#current.byId.get(assetId) ?? [])
  }
}

const differ = (a: MarketAsset, b: MarketAsset): boolean =>
  a.figures.price !== b.figures.price ||
  a.figures.change24hBasisPoints !== b.figures.change24hBasisPoints ||
  a.figures.source !== b.figures.source ||
  a.status !== b.status ||
  a.isActive !== b.isActive ||
  (b.figures.source !== 'simulated' &&
    a.figures.priceUpdatedAt.getTime() !== b.figures.priceUpdatedAt.getTime())
