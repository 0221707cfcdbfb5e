import { API_BASE } from '@cnop/contracts/internal'
import { PricesEvent, streamMarket } from '@cnop/contracts/market-stream'

import { ALL, MAX_SILENCE_MS, type PriceListener, type Wanted } from './price-listener'

/** The browser reconnects by itself after an interruption, but not after a refusal. */
const REOPEN_AFTER_REFUSAL_MS = 10_000

/** Opens the event stream of these assets, and again whenever it fails, until the returned function is called. */
export const openPriceEvents = (assets: Wanted, listener: PriceListener): (() => void) => {
  const filter = assets.includes(ALL) ? '' : `?assets=${assets.join(',')}`
  const url = `${API_BASE}${streamMarket.url}${filter}`
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  const close = (): void => {
    clearTimeout(timer)
    source?.close()
  }
  const reopen = (inMs: number): void => {
    close()
    timer = setTimeout(open, inMs)
  }
  /** A connection that broke without being closed looks open for minutes, and one to a gateway that hangs opening. */
  const awaitSign = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      listener.onLoss()
      reopen(0)
    }, MAX_SILENCE_MS)
  }
  const onSign = (): void => {
    awaitSign()
    listener.onSign()
  }
  const onEvent = ({ data }: MessageEvent<string>): void => {
    const event = PricesEvent.safeParse(JSON.parse(data)).data
    if (event === undefined) return
    onSign()
    listener.onPrices(event.prices)
  }
  const open = (): void => {
    const opened = new EventSource(url)
    source = opened
    awaitSign()
    opened.addEventListener('snapshot', onEvent)
    opened.addEventListener('price', onEvent)
    opened.addEventListener('heartbeat', onSign)
    opened.addEventListener('error', () => {
      listener.onLoss()
      if (opened.readyState === EventSource.CLOSED) reopen(REOPEN_AFTER_REFUSAL_MS)
    })
  }
  open()
  return close
}
