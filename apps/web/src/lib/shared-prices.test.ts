import type { StreamedPrice } from '@cnop/contracts/market-stream'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { ALL, type PriceListener, type Wanted } from './price-listener'
import { SharedPrices } from './shared-prices'
import { openTabChannel } from './tab-channel'

type Stream = {
  readonly tab: string
  readonly assets: Wanted
  readonly listener: PriceListener
  isOpen: boolean
}

let streams: Stream[] = []
let channels: BroadcastChannel[] = []
let name = ''

const openStreams = () => streams.filter(({ isOpen }) => isOpen)
const opened = () => openStreams().map(({ tab, assets }) => [tab, assets])

const price = (asset_id: string, price_usd: string): StreamedPrice => ({
  asset_id,
  price_usd,
  change_24h: '0.00',
  price_source: 'simulated',
  price_updated_at: '2026-01-31T09:30:00.000Z',
  price_status: 'live',
  is_active: true,
})

/** A tab with all that a browser offers, less what is left out. */
const openTab = (
  tab: string,
  parts: Partial<Pick<ConstructorParameters<typeof SharedPrices>[0], 'locks' | 'channel'>> = {},
) => {
  const heard: string[] = []
  const shared = new SharedPrices(
    {
      tab,
      channel: openTabChannel(name),
      locks: navigator.locks,
      open: (assets, listener) => {
        const stream = { tab, assets, listener, isOpen: true }
        streams.push(stream)
        return () => {
          stream.isOpen = false
        }
      },
      ...parts,
    },
    {
      onPrices: (prices) => heard.push(...prices.map(({ price_usd }) => price_usd)),
      onSign: () => {},
      onLoss: () => heard.push('loss'),
    },
  )
  return { want: (assets: Wanted) => shared.want(assets), heard }
}

beforeEach(() => {
  name = crypto.randomUUID()
  streams = []
  channels = []
  const Channel = BroadcastChannel
  vi.stubGlobal(
    'BroadcastChannel',
    class extends Channel {
      constructor(of: string) {
        super(of)
        channels.push(this)
      }
    },
  )
})
afterEach(() => {
  for (const channel of channels) channel.close()
  vi.unstubAllGlobals()
})

describe('one stream for all tabs', () => {
  it('is held by one of twelve, and every tab has its prices', async () => {
    const tabs = Array.from({ length: 12 }, (_, index) => openTab(`tab-${index}`))
    for (const { want } of tabs) want([ALL])
    await vi.waitFor(() => expect(opened()).toEqual([['tab-0', [ALL]]]))
    openStreams()[0]?.listener.onPrices([price('BTC', '5.00')])
    await vi.waitFor(() =>
      expect(tabs.filter(({ heard }) => heard.includes('5.00'))).toHaveLength(12),
    )
    openStreams()[0]?.listener.onLoss()
    await vi.waitFor(() => expect(tabs.every(({ heard }) => heard.at(-1) === 'loss')).toBe(true))
    for (const { want } of tabs) want([])
  })

  it('goes to the next tab at once when the tab that leads lets go, and is closed after the last', async () => {
    const [first, second] = [openTab('first'), openTab('second')]
    first.want([ALL])
    await vi.waitFor(() => expect(opened()).toEqual([['first', [ALL]]]))
    second.want([ALL])
    first.want([])
    await vi.waitFor(() => expect(opened()).toEqual([['second', [ALL]]]))
    second.want([])
    expect(opened()).toEqual([])
    first.want([ALL])
    await vi.waitFor(() => expect(opened()).toEqual([['first', [ALL]]]))
    first.want([])
  })

  it('is of every asset that some tab wants, and no longer of those it no longer wants', async () => {
    const [first, second] = [openTab('first'), openTab('second')]
    first.want(['BTC'])
    await vi.waitFor(() => expect(opened()).toEqual([['first', ['BTC']]]))
    second.want(['ETH'])
    await vi.waitFor(() => expect(opened()).toEqual([['first', ['BTC', 'ETH']]]))
    second.want([ALL])
    await vi.waitFor(() => expect(opened()).toEqual([['first', [ALL]]]))
    second.want([])
    await vi.waitFor(() => expect(opened()).toEqual([['first', ['BTC']]]))
    first.want([])
  })

  it('tells a tab that joins the newest price of each asset it wants', async () => {
    const first = openTab('first')
    first.want([ALL])
    await vi.waitFor(() => expect(openStreams()).toHaveLength(1))
    openStreams()[0]?.listener.onPrices([price('BTC', '5.00'), price('ETH', '3.00')])
    openStreams()[0]?.listener.onPrices([price('BTC', '6.00')])
    const second = openTab('second')
    second.want(['BTC'])
    await vi.waitFor(() => expect(second.heard).toEqual(['6.00']))
    for (const { want } of [first, second]) want([])
  })
})

describe('without what sharing needs', () => {
  const refused: Pick<LockManager, 'request'> = {
    request: () => Promise.reject(new DOMException('blocked', 'SecurityError')),
  }
  it.each([
    ['locks', { locks: undefined }],
    ['leave to lock', { locks: refused }],
    ['a channel', { channel: undefined }],
  ] as const)('each tab that wants prices has a stream of its own: no %s', async (_what, parts) => {
    const [first, second] = [openTab('first', parts), openTab('second', parts)]
    first.want(['BTC'])
    second.want([ALL])
    const both = [
      ['first', ['BTC']],
      ['second', [ALL]],
    ]
    await vi.waitFor(() => expect(opened()).toEqual(both))
    first.want([])
    expect(opened()).toEqual([['second', [ALL]]])
    second.want([])
  })
})
