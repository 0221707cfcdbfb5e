import { AssetNotFound } from '@cnop/contracts/domain-errors'
import { AppError } from '@cnop/contracts/errors'
import type { PriceSource } from '@cnop/contracts/inventory'
import type { Price, Quantity } from '@cnop/money/scaled'

/** What is known of an asset's price, and how we know it. */
export type QuotedAsset = {
  readonly assetId: string
  readonly price: Price
  readonly source: PriceSource
  /** RFC 3339, UTC: when the source saw this price. */
  readonly observedAt: string
  readonly isActive: boolean
  /** What quantities of it are multiples of. */
  readonly step: Quantity
}

/**
 * The prices this process trades at, in memory, so that an order costs no request for one. A price that
 * has grown too old is no price: it is never filled at and never shown as current.
 */
export class PriceBook {
  #maxAgeMs: number
  readonly #now: () => Date
  #assets: ReadonlyMap<string, QuotedAsset> = new Map()
  #heardMs: number | undefined

  constructor({ maxAgeSeconds, now }: { maxAgeSeconds: number; now: () => Date }) {
    this.#maxAgeMs = maxAgeSeconds * 1_000
    this.#now = now
  }

  /** Everything that is known from now on. @throws {Error} A price of nothing is never taken. */
  replace(assets: readonly QuotedAsset[]): void {
    const unpriced = assets.find(({ price }) => price <= 0n)
    if (unpriced !== undefined) throw new Error(`${unpriced.assetId} cannot cost nothing`)
    this.#assets = new Map(assets.map((asset) => [asset.assetId, asset]))
    this.#heardMs = this.#now().getTime()
  }

  /** How old a price of the source in use may be. */
  allowAge(maxAgeSeconds: number): void {
    this.#maxAgeMs = maxAgeSeconds * 1_000
  }

  /** How old a price may be, in milliseconds, to be traded at. */
  get maxAgeMs(): number {
    return this.#maxAgeMs
  }

  /** Milliseconds since anything was heard of prices, whatever their age; `undefined`: never. */
  silenceMs(): number | undefined {
    return this.#heardMs === undefined ? undefined : this.#now().getTime() - this.#heardMs
  }

  /** Every price there is, with its age in milliseconds. */
  ages(): readonly { readonly source: PriceSource; readonly ageMs: number }[] {
    return [...this.#assets.values()].map((asset) => ({
      source: asset.source,
      ageMs: this.#ageMs(asset),
    }))
  }

  /** Whether there is any price to trade at. */
  hasCurrent(): boolean {
    return [...this.#assets.values()].some((asset) => this.#isCurrent(asset))
  }

  /** The current price, if there is one. */
  current(assetId: string): QuotedAsset | undefined {
    const asset = this.#assets.get(assetId)
    return asset !== undefined && this.#isCurrent(asset) ? asset : undefined
  }

  /** The price to fill at. @throws {AppError} ASSET_NOT_FOUND, ASSET_NOT_TRADABLE, PRICE_UNAVAILABLE */
  tradable(assetId: string): QuotedAsset {
    const asset = this.tradableIfPriced(assetId)
    if (asset === undefined) throw noPrice(assetId)
    return asset
  }

  /**
   * The price to compare a limit with, or none at the moment: a limit order can wait for one.
   * @throws {AppError} ASSET_NOT_FOUND, ASSET_NOT_TRADABLE; PRICE_UNAVAILABLE before any price has come
   */
  tradableIfPriced(assetId: string): QuotedAsset | undefined {
    this.#known(assetId)
    this.assertNotHalted(assetId)
    return this.current(assetId)
  }

  /** @throws {AppError} ASSET_NOT_FOUND; PRICE_UNAVAILABLE before anything is known of assets */
  stepOf(assetId: string): Quantity {
    return this.#known(assetId).step
  }

  /** For a fill at a price that was promised earlier. @throws {AppError} ASSET_NOT_TRADABLE */
  assertNotHalted(assetId: string): void {
    if (this.#assets.get(assetId)?.isActive === false)
      throw new AppError('ASSET_NOT_TRADABLE', `Trading in ${assetId} is halted.`)
  }

  #known(assetId: string): QuotedAsset {
    if (this.#assets.size === 0) throw noPrice(assetId)
    const asset = this.#assets.get(assetId)
    if (asset === undefined) throw new AssetNotFound(assetId)
    return asset
  }

  /** One from further in the future than it may be old is by another clock, and how old it is nobody knows. */
  #isCurrent(asset: QuotedAsset): boolean {
    return Math.abs(this.#ageMs(asset)) <= this.#maxAgeMs
  }

  #ageMs(asset: QuotedAsset): number {
    return this.#now().getTime() - Date.parse(asset.observedAt)
  }
}

const noPrice = (assetId: string): AppError =>
  new AppError(
    'PRICE_UNAVAILABLE',
    `There is no current price for ${assetId}. Nothing was moved; try again shortly.`,
    { retryAfterSeconds: 5 },
  )
