import { newIntentKey } from '@cnop/client/intent-key'

import { openPriceEvents } from './price-events'
import type { PriceListener } from './price-listener'
import { SharedPrices } from './shared-prices'
import { openTabChannel } from './tab-channel'

/** This tab's share in the price stream of the browser. */
export const joinPrices = (listener: PriceListener): SharedPrices =>
  new SharedPrices(
    {
      tab: newIntentKey(),
      channel: openTabChannel('prices'),
      locks: 'locks' in navigator ? navigator.locks : undefined,
      open: openPriceEvents,
    },
    listener,
  )
