import type { CatalogueAsset } from '#src/domain/catalogue'
import { takeObservation, type LiveFigures, type Observation } from '#src/domain/live-figures'
import type { PriceGuard } from '#src/domain/price-guard'

type Poll = {
  readonly catalogue: readonly CatalogueAsset[]
  /** What was answered, each under the id the real market has for the asset. */
  readonly observations: readonly (Observation & { readonly coinId: string })[]
  /** By asset. */
  readonly previous: ReadonlyMap<string, LiveFigures>
  readonly guard: PriceGuard
  readonly now: Date
}

/**
 * All figures after a poll, by asset. One that was left out, that has two rows, or whose price is not taken, keeps those
 * it had.
 */
export const takePoll = ({ catalogue, observations, previous, guard, now }: Poll) => {
  const byCoin = Map.groupBy(observations, ({ coinId }) => coinId)
  const ambiguous = [...byCoin].flatMap(([coinId, rows]) => (rows.length > 1 ? [coinId] : []))
  const figures = new Map<string, LiveFigures>()
  let taken = 0
  for (const asset of catalogue) {
    const before = previous.get(asset.assetId)
    const [observation, another] = byCoin.get(asset.coingeckoId) ?? []
    const after =
      observation === undefined || another !== undefined
        ? before
        : takeObservation({ asset, observation, previous: before, guard, now })
    if (after !== before) taken += 1
    if (after !== undefined) figures.set(asset.assetId, after)
  }
  return {
    figures,
    /** Assets with a new price. */ taken,
    /** Coins with two rows or more. */ ambiguous,
  }
}
