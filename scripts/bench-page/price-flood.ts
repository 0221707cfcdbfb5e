import { createServer, request as send, type ServerResponse } from 'node:http'

import { API_BASE } from '@cnop/contracts/internal'
import type { Asset } from '@cnop/contracts/inventory'
import { StreamedPrice, streamMarket, type PricesEvent } from '@cnop/contracts/market-stream'
import { freePort } from '@cnop/local-stack/ports'
import { price } from '@cnop/money/scaled'
import { parsePrice, printPrice } from '@cnop/money/text'

const MAX_AGE_SECONDS = 60

export type PriceFlood = {
  readonly url: string
  /** Sends so many changes a second from now on, each as an event of its own. */
  readonly setRate: (perSecond: number) => void
  readonly sent: () => number
  readonly stop: () => void
}

/** The running page under another address, with prices that change as often as one likes. */
export const startPriceFlood = async (
  pageUrl: string,
  assets: readonly Asset[],
): Promise<PriceFlood> => {
  const listeners = new Set<ServerResponse>()
  const target = new URL(pageUrl)
  const server = createServer((incoming, answer) => {
    if (incoming.url?.startsWith(`${API_BASE}${streamMarket.url}`) === true) {
      answer.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      answer.write(eventText('snapshot', 0, assets))
      listeners.add(answer)
      answer.on('close', () => listeners.delete(answer))
      return
    }
    const { method, url: path, headers } = incoming
    const origin = headers.origin === undefined ? {} : { origin: target.origin }
    const onward = send(
      new URL(path ?? '/', target),
      { method, headers: { ...headers, ...origin, host: target.host } },
      (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers)
        response.pipe(answer)
      },
    )
    onward.on('error', () => answer.destroy())
    incoming.pipe(onward)
  })
  const port = await freePort()
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready))
  let sent = 0
  let ticking: ReturnType<typeof setInterval> | undefined
  const sendNext = (): void => {
    const asset = assets[sent % assets.length]
    sent += 1
    if (asset === undefined) return
    for (const listener of listeners)
      listener.write(eventText('price', sent, [moved(asset, Math.ceil(sent / assets.length))]))
  }
  return {
    url: `http://localhost:${port}`,
    setRate: (perSecond) => {
      clearInterval(ticking)
      const [began, before] = [performance.now(), sent]
      // A timer that is late is made up for.
      const due = (): number => before + ((performance.now() - began) * perSecond) / 1_000
      if (perSecond > 0)
        ticking = setInterval(() => {
          while (sent < due()) sendNext()
        }, 5)
    },
    sent: () => sent,
    stop: () => {
      clearInterval(ticking)
      server.close()
      server.closeAllConnections()
    },
  }
}

/** A thousandth above what it was for each round. */
const moved = (asset: Asset, round: number): Asset => ({
  ...asset,
  price_usd: printPrice(price((parsePrice(asset.price_usd) * (1_000n + BigInt(round))) / 1_000n)),
  price_updated_at: new Date().toISOString(),
})

const eventText = (name: string, sequence: number, assets: readonly Asset[]): string => {
  const event: PricesEvent = {
    sequence,
    as_of: new Date().toISOString(),
    source: assets[0]?.price_source ?? 'simulated',
    max_age_seconds: MAX_AGE_SECONDS,
    prices: assets.map((asset) => StreamedPrice.parse(asset)),
  }
  return `id: ${sequence}\nevent: ${name}\ndata: ${JSON.stringify(event)}\n\n`
}
