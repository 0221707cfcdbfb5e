import { setTimeout as pause } from 'node:timers/promises'

import { readEvents } from '@cnop/common/http/read-events'
import { HEARTBEAT_MS } from '@cnop/contracts/heartbeat'
import { streamMarket } from '@cnop/contracts/market-stream'

import type { PriceBook } from '#src/domain/price-book'
import { StreamedPrices } from '#src/feed/streamed-prices'

/** Before the stream is opened again; shorter while there are no prices to trade at. */
const RETURN_AFTER_MS = 1_000
const EAGER_RETURN_AFTER_MS = 100
/** Without a word for so long the connection is dead, whatever the system says. */
const LONGEST_SILENCE_MS = 2 * HEARTBEAT_MS

type FeedLog = {
  info(message: string): void
  warn(details: object, message: string): void
}

type FeedOptions = {
  readonly inventoryUrl: string
  /** How old a price may be; `undefined`: what its source allows. */
  readonly maxAgeSeconds: number | undefined
  readonly log: FeedLog
}

/**
 * Keeps the price book up to date from the stream of inventory-service: one connection, however many
 * orders there are. Each connection begins with a snapshot and never goes on after the last event, for
 * another replica may have known of a halt before that event that the one we listened to had not heard of.
 * When the service is away the book ages, and orders are refused once it is too old.
 */
export const startPriceFeed = (
  prices: PriceBook,
  { inventoryUrl, maxAgeSeconds, log }: FeedOptions,
): { readonly stop: () => Promise<void> } => {
  const stopped = new AbortController()
  const streamed = new StreamedPrices(log)
  let failing = false

  const follow = async (): Promise<void> => {
    const silent = new AbortController()
    const watch = setTimeout(() => silent.abort(new Error('silence')), LONGEST_SILENCE_MS)
    try {
      const events = readEvents(new URL(streamMarket.url, inventoryUrl), {
        signal: AbortSignal.any([stopped.signal, silent.signal]),
      })
      for await (const event of events) {
        watch.refresh()
        streamed.take(event)
        prices.replace(streamed.quotes())
        prices.allowAge(maxAgeSeconds ?? streamed.maxAgeSeconds)
        if (failing) log.info('prices are coming again')
        failing = false
      }
    } finally {
      clearTimeout(watch)
    }
  }

  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      try {
        await follow()
      } catch (error) {
        if (!failing && !stopped.signal.aborted)
          log.warn({ err: error }, 'no prices from inventory-service')
        failing = true
      }
      const wait = prices.hasCurrent() ? RETURN_AFTER_MS : EAGER_RETURN_AFTER_MS
      await pause(wait, undefined, { signal: stopped.signal }).catch(() => {})
    }
  }

  const running = run()
  return {
    stop: async () => {
      stopped.abort()
      await running
    },
  }
}
