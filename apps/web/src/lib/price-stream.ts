import type { StreamedPrice } from '@cnop/contracts/market-stream'

import { ALL, MAX_SILENCE_MS, type Wanted } from './price-listener'
import type { SharedPrices } from './shared-prices'

/** A part of the page that shows prices: of one asset, or of all. */
type Follower = {
  readonly assetId: string | undefined
  readonly onPrices: (prices: readonly StreamedPrice[]) => void
}

const TOGETHER_MS = 100
/** Code that did not load is requested again. */
const RELOAD_MS = 10_000

const followers = new Set<Follower>()
const listeners = new Set<() => void>()
let live = false
let lastWord = 0
let paused = false
let signWatch: ReturnType<typeof setTimeout> | undefined
let wordWatch: ReturnType<typeof setTimeout> | undefined
let shared: SharedPrices | undefined
let isJoining = false

/** Prices are streamed; while they are not they have to be requested. */
export const isStreaming = (): boolean => live

/** When prices last arrived, in ms since 1970, if that is too long ago to call them current. */
export const pausedSince = (): number | undefined => (paused ? lastWord : undefined)

/** Prices arrived, streamed or requested. */
export const notePrices = (): void => {
  lastWord = Date.now()
  waitForWord()
  setPaused(false)
}

const waitForWord = (): void => {
  clearTimeout(wordWatch)
  wordWatch = setTimeout(() => setPaused(true), MAX_SILENCE_MS)
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

const isHidden = (): boolean => document.visibilityState === 'hidden'

/** Opens, changes or closes the stream, as the followers need it. Nobody reads prices in a hidden tab. */
const arrange = (): void => {
  const wanted = isHidden() ? [] : wantedAssets()
  if (shared === undefined && wanted.length > 0) void join()
  shared?.want(wanted)
  if (followers.size === 0) {
    clearTimeout(wordWatch)
    setPaused(false)
  }
  if (followers.size === 0 || isHidden()) loseStream()
}

/** The page is drawn before it needs this code, and without it requests prices. */
const join = async (): Promise<void> => {
  if (isJoining) return
  isJoining = true
  try {
    const { joinPrices } = await import('./join-prices')
    shared = joinPrices({ onPrices: tellSoon, onSign: heard, onLoss: loseStream })
    arrange()
  } catch {
    setTimeout(arrange, RELOAD_MS)
  } finally {
    isJoining = false
  }
}

const wantedAssets = (): Wanted => {
  const ids = new Set([...followers].map(({ assetId = ALL }) => assetId))
  return ids.has(ALL) ? [ALL] : [...ids]
}

/** The newest of each asset that no follower has been passed yet. */
const untold = new Map<string, StreamedPrice>()

/** However many prices arrive, the page is drawn with them ten times a second: nobody reads faster. */
const tellSoon = (prices: readonly StreamedPrice[]): void => {
  if (untold.size === 0) setTimeout(tell, TOGETHER_MS)
  for (const price of prices) untold.set(price.asset_id, price)
}

const tell = (): void => {
  const prices = [...untold.values()]
  untold.clear()
  for (const { onPrices } of followers) onPrices(prices)
}

const heard = (): void => {
  clearTimeout(signWatch)
  // The tab that leads may hang.
  signWatch = setTimeout(loseStream, MAX_SILENCE_MS)
  notePrices()
  setLive(true)
}

const loseStream = (): void => {
  clearTimeout(signWatch)
  setLive(false)
}

const setLive = (now: boolean): void => {
  if (live === now) return
  live = now
  tellListeners()
}

const setPaused = (now: boolean): void => {
  if (paused === now) return
  paused = now
  tellListeners()
}

const tellListeners = (): void => {
  for (const listener of listeners) listener()
}

document.addEventListener('visibilitychange', () => {
  // The silence of a hidden tab is no pause.
  if (isHidden()) clearTimeout(wordWatch)
  else if (followers.size > 0 && !paused) notePrices()
  arrange()
})
// Kept for Back, a page must not hold the stream, and takes it up again when it is shown.
addEventListener('pagehide', () => shared?.want([]))
addEventListener('pageshow', arrange)
