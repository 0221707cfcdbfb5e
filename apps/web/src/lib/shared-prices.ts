import { StreamedPrice } from '@cnop/contracts/market-stream'
import { z } from 'zod'

import { ALL, type PriceListener, type Wanted } from './price-listener'
import type { TabChannel } from './tab-channel'

/** Between tabs. Without `wants` it comes from the tab that leads, which holds the stream. */
const Message = z.object({
  wants: z
    .object({
      tab: z.string(),
      assets: z.array(z.string()),
      /** A new tab: the others reply with what they want. */
      asks: z.boolean(),
    })
    .optional(),
  prices: z.array(StreamedPrice).optional(),
  isLost: z.boolean().optional(),
})
type Message = z.infer<typeof Message>

type Parts = {
  /** Differs between tabs. */
  readonly tab: string
  /** `undefined`, also of `locks`: the browser has none, and each tab opens a stream of its own. */
  readonly channel: TabChannel | undefined
  readonly locks: Pick<LockManager, 'request'> | undefined
  /** Opens the stream; returns its end. */
  readonly open: (assets: Wanted, listener: PriceListener) => () => void
}

/** The stream that this tab holds. */
type Lead = {
  readonly assets: Wanted
  readonly close: () => void
  /** The newest price of each asset, for a tab that joins. */
  readonly latest: Map<string, StreamedPrice>
}

const LOCK = 'price-stream'

/**
 * One price stream for all tabs of a browser, which allows six HTTP/1.1 connections to a site. A tab that wants
 * prices waits for the lock; the browser hands it on when the tab that leads gives up or is closed.
 */
export class SharedPrices {
  readonly #parts: Parts
  readonly #listener: PriceListener
  /** Assets other tabs want, by tab. */
  readonly #others = new Map<string, Wanted>()
  #own: Wanted = []
  #isShared: boolean
  #turn: AbortController | undefined
  #lead: Lead | undefined

  constructor(parts: Parts, listener: PriceListener) {
    this.#parts = parts
    this.#listener = listener
    this.#isShared = parts.channel !== undefined && parts.locks !== undefined
    parts.channel?.listen((data) => this.#onMessage(data))
    this.#announce(true)
  }

  /** Sets the assets that this tab wants from now on. */
  want(assets: Wanted): void {
    if (isSame(assets, this.#own)) return
    this.#own = assets
    this.#announce(false)
    if (assets.length === 0) this.#giveUp()
    else if (this.#turn === undefined) void this.#takeTurn()
    else if (this.#lead !== undefined) this.#openLead()
  }

  async #takeTurn(): Promise<void> {
    const turn = new AbortController()
    this.#turn = turn
    const over = new Promise((resolve) => turn.signal.addEventListener('abort', resolve))
    const { locks } = this.#parts
    try {
      if (!this.#isShared || locks === undefined) return this.#openLead()
      await locks.request(LOCK, { signal: turn.signal }, async () => {
        if (turn.signal.aborted) return
        this.#openLead()
        await over
      })
    } catch {
      if (turn.signal.aborted) return
      // Refused, as with storage blocked.
      this.#isShared = false
      this.#openLead()
    }
  }

  #giveUp(): void {
    this.#turn?.abort()
    this.#turn = undefined
    this.#lead?.close()
    this.#lead = undefined
  }

  #openLead(): void {
    const assets = union([this.#own, ...(this.#isShared ? this.#others.values() : [])])
    if (this.#lead !== undefined && isSame(assets, this.#lead.assets)) return
    this.#lead?.close()
    const latest: Lead['latest'] = new Map()
    const { onPrices, onSign, onLoss } = this.#listener
    const close = this.#parts.open(assets, {
      onPrices: (prices) => {
        for (const price of prices) latest.set(price.asset_id, price)
        onPrices(prices)
        this.#post({ prices: [...prices] })
      },
      onSign: () => {
        onSign()
        this.#post({})
      },
      onLoss: () => {
        onLoss()
        this.#post({ isLost: true })
      },
    })
    this.#lead = { assets, latest, close }
  }

  #post(message: Message): void {
    if (this.#isShared) this.#parts.channel?.post(message)
  }

  #announce(asks: boolean): void {
    this.#post({ wants: { tab: this.#parts.tab, assets: [...this.#own], asks } })
  }

  #onMessage(data: unknown): void {
    const message = Message.safeParse(data).data
    if (message === undefined || !this.#isShared) return
    if (message.wants !== undefined) this.#onWants(message.wants)
    else if (this.#own.length > 0 && this.#lead === undefined) this.#onNews(message)
  }

  #onNews({ prices, isLost = false }: Message): void {
    if (isLost) return this.#listener.onLoss()
    this.#listener.onSign()
    if (prices !== undefined) this.#listener.onPrices(prices)
  }

  #onWants({ tab, assets, asks }: NonNullable<Message['wants']>): void {
    if (asks) this.#announce(false)
    if (isSame(assets, this.#others.get(tab) ?? [])) return
    this.#others.delete(tab)
    if (assets.length > 0) this.#others.set(tab, assets)
    if (this.#lead === undefined) return
    this.#openLead()
    // A tab that joins has loaded its prices before the stream's next change of them.
    const missed = [...this.#lead.latest.values()].filter(
      ({ asset_id }) => assets.includes(ALL) || assets.includes(asset_id),
    )
    if (missed.length > 0) this.#post({ prices: missed })
  }
}

const isSame = (one: Wanted, other: Wanted): boolean => String(one) === String(other)

const union = (all: readonly Wanted[]): Wanted => {
  const assets = new Set(all.flat())
  return assets.has(ALL) ? [ALL] : [...assets].toSorted()
}
