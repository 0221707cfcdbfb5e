import { newIntentKey } from '@cnop/client/intent-key'
import type { StreamedPrice } from '@cnop/contracts/market-stream'

import { ALL, MAX_SILENCE_MS, type Wanted } from './price-listener'

/** A part of the page that shows prices: of one asset, or of all. */
type Follower = {
  readonly assetId: string | undefined
  readonly onPrices: (prices: readonly StreamedPrice[]) => void
}

const followers = new Set<Follower>()
const listeners = new Set<() => void>()
let live = false
let lastWord = 0
let paused = false
let wordWatch: ReturnType<typeof setTimeout> | undefined
let want: ((assets: Wanted) => void) | undefined
let joining: Promise<void> | undefined

/** Prices are streamed; while they are not they have to be requested. */
export const isStreaming = (): boolean => live

/** When prices last arrived, in ms since 1970, if that is too long ago to call them current. */
export const pausedSince = (): number | undefined => (paused ? lastWord : undefined)

/** Prices arrived, streamed or requested. */
export const notePrices = (): void => {
  lastWord = Date.now()
  clearTimeout(wordWatch)
  wordWatch = setTimeout(() => become(live, true), MAX_SILENCE_MS)
  become(live, false)
}

export const onStreamChange = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Passes on every change of a price until the returned function is called. All followers share one stream. */
export const followPrices = (follower: Follower): (() => void) => {
  if (followers.size === 0 && !paused) notePrices()
  followers.add(follower)
  queueMicrotask(arrange)
  return () => {
    followers.delete(follower)
    // The follower that takes this one's place on the page may want the same stream.
    setTimeout(arrange)
  }
}

/** Opens, changes or closes the stream, as the followers need it. */
const arrange = (): void => {
  if (followers.size === 0) {
    clearTimeout(wordWatch)
    become(live, false)
  } else joining ??= join()
  const ids = new Set([...followers].map(({ assetId = ALL }) => assetId))
  want?.(ids.has(ALL) ? [ALL] : [...ids])
}

/** The page is drawn before it needs this code, and without it requests prices. */
const join = async (): Promise<void> => {
  try {
    const { joinPrices } = await import('./join-prices')
    // The key is made here: in that file it would bring the code for signed-in people along.
    want = joinPrices(newIntentKey(), {
      onPrices: (prices) => {
        for (const { onPrices } of followers) onPrices(prices)
      },
      onSign: () => {
        notePrices()
        become(true, false)
      },
      onLoss: () => become(false, paused),
    })
    arrange()
  } catch {
    // Prices are requested meanwhile, and the next follower tries again.
    joining = undefined
  }
}

const become = (isLive: boolean, isPaused: boolean): void => {
  if (live === isLive && paused === isPaused) return
  live = isLive
  paused = isPaused
  for (const listener of listeners) listener()
}

document.addEventListener('visibilitychange', () => {
  // The silence of a hidden tab is no pause.
  if (document.visibilityState === 'hidden') clearTimeout(wordWatch)
  else if (followers.size > 0 && !paused) notePrices()
})
