import type { PriceSource } from '@cnop/contracts/inventory'
import { divideNearest } from '@cnop/money/rounding'
import { cash } from '@cnop/money/scaled'

import { anchoredCatalogue, type Anchor } from '#src/domain/anchored-catalogue'
import type { CatalogueAsset } from '#src/domain/catalogue'
import type { AssetFigures, PriceFeed } from '#src/domain/figures'
import type { LiveFigures } from '#src/domain/live-figures'
import { SimulatedMarket } from '#src/domain/simulated-market'
import type { Playback } from '#src/domain/tape'

/** What the polling replica tells all of them. */
export type MarketNews = {
  readonly source: PriceSource
  /** Since when that is the source, Unix time in milliseconds. */
  readonly sinceMs: number
  /** How often the real market is asked. */
  readonly refreshMs: number
  /** The last real figures, whatever the source now is. */
  readonly figures: ReadonlyMap<string, LiveFigures>
  /** Calls to CoinGecko of this month. */
  readonly callsUsed: number
}

/**
 * The real market while it can be reached and the simulated one while it cannot, going on at the last real
 * prices. An asset the real market does not know is simulated either way, and says so.
 */
export class MarketFeed implements PriceFeed {
  readonly #catalogue: readonly CatalogueAsset[]
  readonly #seed: string
  readonly #unanchored: SimulatedMarket
  #simulated: SimulatedMarket
  #news: MarketNews | undefined

  /** @param playback A tape that is played instead of any other prices. */
  constructor(catalogue: readonly CatalogueAsset[], seed: string, playback?: Playback) {
    this.#catalogue = catalogue
    this.#seed = seed
    this.#unanchored = new SimulatedMarket(catalogue, seed)
    this.#simulated = playback === undefined ? this.#unanchored : this.#played(playback)
  }

  get source(): PriceSource {
    return this.#news?.source ?? 'simulated'
  }

  get refreshMs(): number {
    return this.#news?.source === 'coingecko' ? this.#news.refreshMs : this.#simulated.refreshMs
  }

  get news(): MarketNews | undefined {
    return this.#news
  }

  /** The simulated market as it goes on from the last real prices, if there were any. */
  get simulated(): SimulatedMarket {
    return this.#simulated
  }

  take(news: MarketNews): void {
    this.#news = news
    if (news.figures.size === 0) return
    const anchored = anchoredCatalogue(
      this.#catalogue,
      this.#unanchored,
      news.figures,
      news.sinceMs,
    )
    this.#simulated = new SimulatedMarket(anchored, this.#seed)
  }

  /** The past leads up to where the tape begins. */
  #played(playback: Playback): SimulatedMarket {
    const { startMs, priceAt } = playback
    const anchors = this.#catalogue.flatMap(({ assetId, reference }): [string, Anchor][] => {
      const price = priceAt(assetId, startMs)
      if (price === undefined) return []
      const marketCap = cash(divideNearest(reference.marketCap * price, reference.price))
      return [[assetId, { ...reference, price, marketCap }]]
    })
    const anchored = anchoredCatalogue(this.#catalogue, this.#unanchored, new Map(anchors), startMs)
    return new SimulatedMarket(anchored, this.#seed, playback)
  }

  figuresOf(asset: CatalogueAsset, atMs: number): AssetFigures {
    const live =
      this.#news?.source === 'coingecko' ? this.#news.figures.get(asset.assetId) : undefined
    return live === undefined ? this.#simulated.figuresOf(asset, atMs) : liveFigures(live)
  }
}

const liveFigures = ({ observedAt, hourly, ...live }: LiveFigures): AssetFigures => ({
  ...live,
  source: 'coingecko',
  priceUpdatedAt: observedAt,
  sparkline: [...hourly, live.price],
})
