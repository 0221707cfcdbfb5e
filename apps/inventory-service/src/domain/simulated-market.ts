import { divideNearest } from '@cnop/money/rounding'
import { cash, type Cash, type Price } from '@cnop/money/scaled'
import { parsePrice, printPrice } from '@cnop/money/text'

import type { CatalogueAsset } from '#src/domain/catalogue'
import { DayOfPrices, higher, lower } from '#src/domain/day-of-prices'
import type { AssetFigures, PriceFeed } from '#src/domain/figures'
import { noiseAt, noiseSeries, octave, type Moments, type Octave } from '#src/domain/noise'
import { changeInBasisPoints } from '#src/domain/price-change'
import { pathOf } from '#src/domain/price-paths'
import type { Playback } from '#src/domain/tape'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** A price stays between half and twice its reference price, whatever its path. */
const LARGEST_LOG_MOVE = Math.LN2
const SIGNIFICANT_DIGITS = 7
const MOST_PLACES = 12
const FEWEST_PLACES = 2

type Simulation = {
  readonly assetId: string
  readonly playback: Playback | undefined
  readonly reference: CatalogueAsset['reference']
  readonly referencePriceUsd: number
  readonly path: readonly Octave[]
  readonly activity: readonly Octave[]
  readonly day: DayOfPrices
}

/**
 * A made-up market around the bundled reference prices, for when the real one is out of reach. A price is
 * a function of seed, asset and time alone: every replica shows the same one, and any past moment can be
 * asked again. Noise is made with floating point, which the pinned runtime computes alike everywhere;
 * prices leave this file exact.
 */
export class SimulatedMarket implements PriceFeed {
  readonly source = 'simulated'
  readonly refreshMs = 1_000
  readonly #simulations: ReadonlyMap<string, Simulation>

  /**
   * @param seed Another seed is another market.
   * @param playback Takes the place of made-up prices where it has one.
   */
  constructor(catalogue: readonly CatalogueAsset[], seed: string, playback?: Playback) {
    this.#simulations = new Map(
      catalogue.map((asset) => [asset.assetId, simulationOf(asset, seed, playback)]),
    )
  }

  /** @param atMs Unix time in milliseconds, past or present. */
  priceOf({ assetId }: CatalogueAsset, atMs: number): Price {
    return priceAt(this.#of(assetId), atMs)
  }

  /** The highest and lowest of the prices at these moments, of which there is at least one. */
  extremesOf({ assetId }: CatalogueAsset, moments: Moments): { high: Price; low: Price } {
    const simulation = this.#of(assetId)
    const { startMs, stepMs, count } = moments
    if (simulation.playback !== undefined && startMs + count * stepMs > simulation.playback.startMs)
      return extremes(
        Array.from({ length: count }, (_, step) => priceAt(simulation, startMs + step * stepMs)),
      )
    const noise = noiseSeries(simulation.path, moments)
    const [first = 0] = noise
    let [highest, lowest] = [first, first]
    for (const value of noise) {
      if (value > highest) highest = value
      if (value < lowest) lowest = value
    }
    return { high: priceOfNoise(simulation, highest), low: priceOfNoise(simulation, lowest) }
  }

  /** Dollars traded in the 24 hours before. */
  volumeOf({ assetId }: CatalogueAsset, atMs: number): Cash {
    return volumeAt(this.#of(assetId), atMs)
  }

  figuresOf({ assetId }: CatalogueAsset, atMs: number): AssetFigures {
    const simulation = this.#of(assetId)
    const price = priceAt(simulation, atMs)
    const { high, low, hourly } = simulation.day.until(atMs)
    return {
      price,
      source: 'simulated',
      priceUpdatedAt: new Date(atMs),
      change24hBasisPoints: changeInBasisPoints(priceAt(simulation, atMs - DAY_MS), price),
      high24h: higher(high, price),
      low24h: lower(low, price),
      sparkline: [...hourly, price],
      marketCap: marketCapAt(simulation, price),
      volume24h: volumeAt(simulation, atMs),
    }
  }

  #of(assetId: string): Simulation {
    const simulation = this.#simulations.get(assetId)
    if (simulation === undefined) throw new Error(`${assetId} is not in the simulated market`)
    return simulation
  }
}

type Priced = Pick<Simulation, 'assetId' | 'referencePriceUsd' | 'path' | 'playback'>

const simulationOf = (
  asset: CatalogueAsset,
  seed: string,
  playback: Playback | undefined,
): Simulation => {
  const priced: Priced = {
    assetId: asset.assetId,
    playback,
    referencePriceUsd: Number(printPrice(asset.reference.price)),
    path: pathOf(asset, seed),
  }
  return {
    ...priced,
    reference: asset.reference,
    activity: [
      octave(`${seed}/volume/${asset.assetId}`, { periodMs: 5 * HOUR_MS, amplitude: 0.1 }),
      octave(`${seed}/volume/${asset.assetId}`, { periodMs: 40 * HOUR_MS, amplitude: 0.2 }),
    ],
    day: new DayOfPrices((atMs) => priceAt(priced, atMs)),
  }
}

const priceAt = (priced: Priced, atMs: number): Price =>
  priced.playback?.priceAt(priced.assetId, atMs) ?? priceOfNoise(priced, noiseAt(priced.path, atMs))

const extremes = (prices: readonly Price[]): { high: Price; low: Price } => ({
  high: prices.reduce(higher),
  low: prices.reduce(lower),
})

/** Rises with the noise, so that the highest noise is the highest price. */
const priceOfNoise = ({ referencePriceUsd }: Priced, noise: number): Price => {
  const logMove = LARGEST_LOG_MOVE * Math.tanh(noise / LARGEST_LOG_MOVE)
  return exactPrice(referencePriceUsd * Math.exp(logMove))
}

/** Seven significant digits, as exchanges show a price, and never more places than a price can have. */
const exactPrice = (usd: number): Price => {
  const places = SIGNIFICANT_DIGITS - 1 - Math.floor(Math.log10(usd))
  return parsePrice(usd.toFixed(Math.min(Math.max(places, FEWEST_PLACES), MOST_PLACES)))
}

/** Supply does not change here: the capitalisation moves as the price does. */
const marketCapAt = ({ reference }: Simulation, price: Price): Cash =>
  cash(divideNearest(reference.marketCap * price, reference.price))

/** Rises and falls by less than a third over the days. */
const volumeAt = ({ reference, activity }: Simulation, atMs: number): Cash => {
  const basisPoints = BigInt(Math.round(10_000 * (1 + noiseAt(activity, atMs))))
  return cash(divideNearest(reference.volume24h * basisPoints, 10_000n))
}
