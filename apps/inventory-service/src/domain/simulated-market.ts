import { divideNearest } from '@cnop/money/rounding'
import { cash, type Cash, type Price } from '@cnop/money/scaled'
import { parsePrice, printPrice } from '@cnop/money/text'

import type { CatalogueAsset } from '#src/domain/catalogue'
import { DayOfPrices, higher, lower } from '#src/domain/day-of-prices'
import type { AssetFigures, PriceFeed } from '#src/domain/figures'
import { MinuteVolumes } from '#src/domain/minute-volumes'
import { noiseAt, octave, type Octave } from '#src/domain/noise'
import { changeInBasisPoints } from '#src/domain/price-change'
import { pathOf, type PricePath } from '#src/domain/price-paths'
import type { Playback } from '#src/domain/tape'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const SECOND_MS = 1_000
const SIGNIFICANT_DIGITS = 7
const MOST_PLACES = 12
const FEWEST_PLACES = 2

type Simulation = {
  readonly assetId: string
  readonly playback: Playback | undefined
  readonly reference: CatalogueAsset['reference']
  readonly referencePriceUsd: number
  readonly path: PricePath
  readonly volumes: MinuteVolumes
  readonly activity: readonly Octave[]
  readonly day: DayOfPrices
}

/**
 * A made-up market around the bundled reference prices, for when the real one is out of reach. A price is
 * a function of seed, asset and second alone: every replica shows the same one, and any past moment can be
 * asked again. Walks are made with floating point, which the pinned runtime computes alike everywhere;
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

  /** The highest and lowest of the prices at the seconds of [fromMs, toMs), of which there is at least one. */
  extremesOf({ assetId }: CatalogueAsset, fromMs: number, toMs: number): Extremes {
    return extremesIn(this.#of(assetId), fromMs, toMs)
  }

  /**
   * Dollars traded in the minutes of [fromMs, toMs): each has the share of its day (UTC) that the range of its price
   * has, so that the minutes of a day add up to the volume of that day.
   */
  volumeIn({ assetId }: CatalogueAsset, fromMs: number, toMs: number): Cash {
    return this.#of(assetId).volumes.between(fromMs, toMs)
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

type Extremes = { readonly high: Price; readonly low: Price }

const simulationOf = (
  asset: CatalogueAsset,
  seed: string,
  playback: Playback | undefined,
): Simulation => {
  const { assetId, reference } = asset
  const path = pathOf(asset, seed)
  const priced: Priced = {
    assetId,
    playback,
    referencePriceUsd: Number(printPrice(reference.price)),
    path,
  }
  const activity = [
    octave(`${seed}/volume/${assetId}`, { periodMs: 5 * HOUR_MS, amplitude: 0.1 }),
    octave(`${seed}/volume/${assetId}`, { periodMs: 40 * HOUR_MS, amplitude: 0.2 }),
  ]
  return {
    ...priced,
    reference,
    activity,
    volumes: new MinuteVolumes(path, (atMs) => volumeAt({ reference, activity }, atMs)),
    day: new DayOfPrices(
      (atMs) => priceAt(priced, atMs),
      (fromMs, toMs) => extremesIn(priced, fromMs, toMs),
    ),
  }
}

const priceAt = (priced: Priced, atMs: number): Price =>
  priced.playback?.priceAt(priced.assetId, atMs) ??
  priceOf(priced, priced.path.at(Math.floor(atMs / SECOND_MS)))

const extremesIn = (priced: Priced, fromMs: number, toMs: number): Extremes => {
  const { playback, assetId } = priced
  const begin = Math.max(fromMs, playback?.startMs ?? toMs)
  const played = begin < toMs ? (playback?.pricesIn(assetId, begin, toMs) ?? []) : []
  const madeUntil = played.length === 0 ? toMs : begin
  const prices = [...played, ...madeExtremes(priced, fromMs, madeUntil)]
  return { high: prices.reduce(higher), low: prices.reduce(lower) }
}

/** The highest and the lowest of the made-up prices of some time, if it has a second. */
const madeExtremes = (priced: Priced, fromMs: number, toMs: number): readonly Price[] => {
  if (fromMs >= toMs) return []
  const { highest, lowest } = priced.path.extremes(fromMs / SECOND_MS, toMs / SECOND_MS)
  return [priceOf(priced, highest), priceOf(priced, lowest)]
}

/** @param logMove As the path has it. */
const priceOf = ({ referencePriceUsd }: Priced, logMove: number): Price =>
  exactPrice(referencePriceUsd * Math.exp(logMove))

/** Seven significant digits, as exchanges show a price, and never more places than a price can have. */
const exactPrice = (usd: number): Price => {
  const places = SIGNIFICANT_DIGITS - 1 - Math.floor(Math.log10(usd))
  return parsePrice(usd.toFixed(Math.min(Math.max(places, FEWEST_PLACES), MOST_PLACES)))
}

/** Supply does not change here: the capitalisation moves as the price does. */
const marketCapAt = ({ reference }: Simulation, price: Price): Cash =>
  cash(divideNearest(reference.marketCap * price, reference.price))

/** Rises and falls by less than a third over the days. */
const volumeAt = (
  { reference, activity }: Pick<Simulation, 'reference' | 'activity'>,
  atMs: number,
): Cash => {
  const basisPoints = BigInt(Math.round(10_000 * (1 + noiseAt(activity, atMs))))
  return cash(divideNearest(reference.volume24h * basisPoints, 10_000n))
}
