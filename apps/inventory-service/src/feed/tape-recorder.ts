import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'

import { printPrice } from '@cnop/money/text'

import type { Market, MarketSnapshot } from '#src/domain/market'
import type { TapeLine } from '#src/domain/tape'

/**
 * Records the market from now on, whatever its source: a line a second with the prices that changed,
 * behind what the file already holds.
 */
export const recordTape = (
  market: Market,
  file: string,
): { readonly stop: () => Promise<void> } => {
  const tape = createWriteStream(file, { flags: 'a' })
  let before: MarketSnapshot | undefined
  const record = (snapshot: MarketSnapshot): void => {
    if (!tape.writable) return
    tape.write(`${JSON.stringify(lineOf(snapshot, before))}\n`)
    before = snapshot
  }
  record(market.snapshot)
  market.onRefresh(record)
  return {
    stop: async () => {
      tape.end()
      await finished(tape)
    },
  }
}

const lineOf = (
  { atMs, assets }: MarketSnapshot,
  before: MarketSnapshot | undefined,
): TapeLine => ({
  at: new Date(atMs).toISOString(),
  prices: Object.fromEntries(
    assets
      .filter(
        ({ asset, figures }) => before?.byId.get(asset.assetId)?.figures.price !== figures.price,
      )
      .map(({ asset, figures }) => [asset.assetId, printPrice(figures.price)]),
  ),
})
