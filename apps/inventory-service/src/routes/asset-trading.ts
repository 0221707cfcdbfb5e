import { callerOf } from '@cnop/common/http/authenticate'
import type { App } from '@cnop/common/http/create-app'
import type { RecordEvent } from '@cnop/common/http/record-event'
import { getAssetTrading, setAssetTrading, type AssetTrading } from '@cnop/contracts/asset-trading'

import type { HaltStore, Halts } from '#src/domain/halts'
import type { Market } from '#src/domain/market'

type TradingDeps = {
  readonly market: Market
  readonly halts: Halts
  readonly haltStore: HaltStore
  readonly recordEvent: RecordEvent
}

export const assetTradingRoutes = (
  app: App,
  { market, halts, haltStore, recordEvent }: TradingDeps,
): void => {
  const answer = (assetId: string): AssetTrading => {
    const halt = halts.of(assetId)
    return { asset_id: assetId, is_active: halt === undefined, halt: halt ?? null }
  }

  app.route({
    ...getAssetTrading,
    handler: async (request) => answer(market.listed(request.params.id).asset.assetId),
  })

  app.route({
    ...setAssetTrading,
    handler: async (request) => {
      const { assetId } = market.listed(request.params.id).asset
      const { username } = callerOf(request)
      const { body } = request
      const halt = body.is_active
        ? undefined
        : { reason: body.reason, by: username, at: new Date().toISOString() }
      if (halt === undefined) await haltStore.resume(assetId)
      else await haltStore.halt(assetId, halt)
      halts.set(assetId, halt)
      await recordEvent(request, halt === undefined ? 'asset_resumed' : 'asset_halted', username, {
        details: { asset_id: assetId, ...(halt === undefined ? {} : { reason: halt.reason }) },
      })
      return answer(assetId)
    },
  })
}
