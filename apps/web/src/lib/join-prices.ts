import type { StreamedPrice } from '@cnop/contracts/market-stream'

import { openPriceEvents } from './price-events'
import { MAX_SILENCE_MS, type PriceListener, type Wanted } from './price-listener'
import { SharedPrices } from './shared-prices'
import { openTabChannel } from './tab-channel'

const TOGETHER_MS = 100

/**
 * Joins this tab to the price stream of the browser. Nobody reads prices in a hidden tab, which leaves it.
 * @param tab Names this tab to the others.
 * @returns Sets the assets that this tab wants from now on.
 */
export const joinPrices = (tab: string, listener: PriceListener): ((assets: Wanted) => void) => {
  let wanted: Wanted = []
  const shared = new SharedPrices(
    {
      tab,
      channel: openTabChannel('prices'),
      locks: 'locks' in navigator ? navigator.locks : undefined,
      open: openPriceEvents,
    },
    { ...watched(listener), onPrices: together(listener.onPrices) },
  )
  const arrange = (): void => {
    const isHidden = document.visibilityState === 'hidden'
    if (isHidden || wanted.length === 0) listener.onLoss()
    shared.want(isHidden ? [] : wanted)
  }
  document.addEventListener('visibilitychange', arrange)
  // Kept for Back, a page must not hold the stream, and takes it up again when it is shown.
  addEventListener('pagehide', () => shared.want([]))
  addEventListener('pageshow', arrange)
  return (assets) => {
    wanted = assets
    arrange()
  }
}

/** However many prices arrive, the page is drawn with them ten times a second: nobody reads faster. */
const together = (onPrices: PriceListener['onPrices']): PriceListener['onPrices'] => {
  const newest = new Map<string, StreamedPrice>()
  const pass = (): void => {
    const prices = [...newest.values()]
    newest.clear()
    onPrices(prices)
  }
  return (prices) => {
    if (newest.size === 0) setTimeout(pass, TOGETHER_MS)
    for (const price of prices) newest.set(price.asset_id, price)
  }
}

/** A tab that leads may hang: its silence is a loss. */
const watched = ({ onSign, onLoss }: PriceListener): Pick<PriceListener, 'onSign' | 'onLoss'> => {
  let watch: ReturnType<typeof setTimeout> | undefined
  return {
    onSign: () => {
      clearTimeout(watch)
      watch = setTimeout(onLoss, MAX_SILENCE_MS)
      onSign()
    },
    onLoss,
  }
}
