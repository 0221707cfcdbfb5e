import { API_BASE } from '@cnop/contracts/internal'
import {
  HEARTBEAT_MS,
  PricesEvent,
  streamMarket,
  type StreamedPrice,
} from '@cnop/contracts/market-stream'

/** Someone on the page who shows prices: of one asset, or of all. */
type Follower = {
  readonly assetId: string | undefined
  readonly onPrices: (prices: readonly StreamedPrice[]) => void
}

/** The browser itself comes back after an interruption; after a refusal it does not. */
const RETURN_AFTER_REFUSAL_MS = 10_000
/** The platform says something at every heartbeat; one may be late, but not by half of the next. */
const LONGEST_SILENCE_MS = 1.5 * HEARTBEAT_MS

const TOGETHER_MS = 100

const followers = new Set<Follower>()
const listeners = new Set<() => void>()
let source: EventSource | undefined
let openFilter: string | undefined
let live = false
let watch: ReturnType<typeof setTimeout> | undefined
let lastWord = 0
let paused = false
let wordWatch: ReturnType<typeof setTimeout> | undefined

/** Whether prices come by themselves; while they do not they have to be asked for. */
export const isStreaming = (): boolean => live

/** When prices were last heard of, in ms since 1970, if that is too long ago to take them for those of now. */
export const pausedSince = (): number | undefined => (paused ? lastWord : undefined)

/** Prices have come, by the stream or for being asked for. */
export const notePrices = (): void => {
  lastWord = Date.now()
  waitForWord()
  setPaused(false)
}

const waitForWord = (): void => {
  clearTimeout(wordWatch)
  wordWatch = setTimeout(() => setPaused(true), LONGEST_SILENCE_MS)
}

export const onStreamChange = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Calls with every change of a price until the returned function is called. One stream serves everyone. */
export const followPrices = (follower: Follower): (() => void) => {
  if (followers.size === 0 && !paused) notePrices()
  followers.add(follower)
  queueMicrotask(arrange)
  return () => {
    followers.delete(follower)
    // Whoever takes this one's place on the page may want the same stream.
    setTimeout(arrange)
  }
}

/** Opens, changes or closes the stream, as those on the page need it. */
const arrange = (): void => {
  const filter = wantedFilter()
  if (filter === openFilter) return
  close()
  openFilter = filter
  if (filter !== undefined) return open(filter)
  // Nobody waits for any.
  clearTimeout(wordWatch)
  setPaused(false)
}

/** The assets to ask for, as the address has them. Empty: all; `undefined`: nobody follows any. */
const wantedFilter = (): string | undefined => {
  if (followers.size === 0) return undefined
  const ids = new Set<string>()
  for (const { assetId } of followers) {
    if (assetId === undefined) return ''
    ids.add(assetId)
  }
  return `?assets=${[...ids].join(',')}`
}

const open = (filter: string): void => {
  const opened = new EventSource(`${API_BASE}${streamMarket.url}${filter}`)
  source = opened
  awaitSign()
  const take = ({ data }: MessageEvent<string>): void => {
    const event = PricesEvent.safeParse(JSON.parse(data)).data
    if (event === undefined) return
    heard()
    tellSoon(event.prices)
  }
  opened.addEventListener('snapshot', take)
  opened.addEventListener('price', take)
  opened.addEventListener('heartbeat', heard)
  opened.addEventListener('error', () => {
    setLive(false)
    if (opened.readyState === EventSource.CLOSED) openAgain(RETURN_AFTER_REFUSAL_MS)
  })
}

/** The newest of each asset that nobody on the page has been told yet. */
const untold = new Map<string, StreamedPrice>()

/** However many prices come, the page is drawn with them ten times a second: nobody reads faster. */
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
  awaitSign()
  notePrices()
  setLive(true)
}

/** A connection that broke without being closed looks open for minutes, and one to a gateway that hangs opening. */
const awaitSign = (): void => {
  clearTimeout(watch)
  watch = setTimeout(() => {
    setLive(false)
    openAgain(0)
  }, LONGEST_SILENCE_MS)
}

const openAgain = (inMs: number): void => {
  close()
  watch = setTimeout(() => {
    openFilter = undefined
    arrange()
  }, inMs)
}

const close = (): void => {
  clearTimeout(watch)
  source?.close()
  source = undefined
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
