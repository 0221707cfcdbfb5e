import { AssetNotFound } from '@cnop/contracts/domain-errors'
import type { PriceSource, PriceStatus } from '@cnop/contracts/inventory'

import type { CatalogueAsset } from '#src/domain/catalogue'
import type { AssetFigures, PriceFeed } from '#src/domain/figures'
import type { Halts } from '#src/domain/halts'
import { maxAgeMs, priceStatus } from '#src/domain/price-status'

const SECOND_MS = 1_000
/** Prices are refreshed every second; much later than this, something holds the process up. */
const MAX_AGE_MS = 10_000

export type MarketAsset = {
  readonly asset: CatalogueAsset
  readonly figures: AssetFigures
  readonly status: PriceStatus
  readonly isActive: boolean
}

/** All assets as they stood at one second. A snapshot never changes: the market moves on to a new one. */
export type MarketSnapshot = {
  readonly atMs: number
  /** The source in use, and how old a price of it may be to be traded at. */
  readonly source: PriceSource
  readonly maxAgeMs: number
  /** In the order of the catalogue. */
  readonly assets: readonly MarketAsset[]
  readonly byId: ReadonlyMap<string, MarketAsset>
}

type MarketDeps = {
  readonly catalogue: readonly CatalogueAsset[]
  readonly feed: PriceFeed
  readonly halts: Halts
  readonly now: () => Date
}

/** The current figures of all assets, in memory, so that an answer costs no computation. */
export class Market {
  readonly #deps: MarketDeps
  #snapshot: MarketSnapshot
  readonly #listeners: ((snapshot: MarketSnapshot) => void)[] = []

  constructor(deps: MarketDeps) {
    this.#deps = deps
    this.#snapshot = takeSnapshot(deps, wholeSecond(deps.now()))
  }

  get snapshot(): MarketSnapshot {
    return this.#snapshot
  }

  /** @throws {AppError} ASSET_NOT_FOUND */
  listed(assetId: string): MarketAsset {
    const listed = this.#snapshot.byId.get(assetId)
    if (listed === undefined) throw new AssetNotFound(assetId)
    return listed
  }

  /** Takes a new snapshot when a new second has begun: replicas then show the same prices. */
  refresh(): void {
    const atMs = wholeSecond(this.#deps.now())
    if (atMs === this.#snapshot.atMs) return
    this.#snapshot = takeSnapshot(this.#deps, atMs)
    for (const listener of this.#listeners) listener(this.#snapshot)
  }

  /** Takes the snapshot of this second anew, before anyone has seen it: the feed has learnt something. */
  begin(): void {
    this.#snapshot = takeSnapshot(this.#deps, wholeSecond(this.#deps.now()))
    for (const listener of this.#listeners) listener(this.#snapshot)
  }

  /** Calls with every new snapshot from now on. */
  onRefresh(listener: (snapshot: MarketSnapshot) => void): void {
    this.#listeners.push(listener)
  }

  isCurrent(): boolean {
    return this.#deps.now().getTime() - this.#snapshot.atMs <= MAX_AGE_MS
  }
}

const wholeSecond = (now: Date): number => Math.floor(now.getTime() / SECOND_MS) * SECOND_MS

const takeSnapshot = ({ catalogue, feed, halts }: MarketDeps, atMs: number): MarketSnapshot => {
  const { source, refreshMs } = feed
  const assets = catalogue.map((asset): MarketAsset => {
    const figures = feed.figuresOf(asset, atMs)
    return {
      asset,
      figures,
      status: priceStatus(figures, atMs, refreshMs),
      isActive: halts.of(asset.assetId) === undefined,
    }
  })
  return {
    atMs,
    source,
    maxAgeMs: maxAgeMs(refreshMs),
    assets,
    byId: new Map(assets.map((listed) => [listed.asset.assetId, listed])),
  }
}
