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

/** All figures after a poll, by asset. One that was left out, or whose price is not taken, keeps those it had. */
export const takePoll = ({ catalogue, observations, previous, guard, now }: Poll) => {
  const byCoin = new Map(observations.map((each) => [each.coinId, each]))
  const figures = new Map<string, LiveFigures>()
  let taken = 0
  for (const asset of catalogue) {
    const before = previous.get(asset.assetId)
    const observation = byCoin.get(asset.coingeckoId)
    const after =
      observation === undefined
        ? before
        : takeObservation({ asset, observation, previous: before, guard, now })
    if (after !== before) taken += 1
    if (after !== undefined) figures.set(asset.assetId, after)
  }
  return { figures, /** Assets with a new price. */ taken }
}
