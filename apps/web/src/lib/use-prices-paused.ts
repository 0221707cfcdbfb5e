import { useSyncExternalStore } from 'react'

import { onStreamChange, pausedSince } from './price-stream'

/** When prices were last heard of, in ms since 1970, while they have not come for too long. */
export const usePricesPaused = (): number | undefined =>
  useSyncExternalStore(onStreamChange, pausedSince)
