import { describe, expect, it, vi } from 'vitest'

import { startFakeCoinGecko } from './fake-coingecko.ts'
import { eachWithRealMarket, shows, WAIT } from './real-market.ts'

const real = eachWithRealMarket()

describe('prices of the real market', () => {
  it('are shown as they came, from the first answer on', async () => {
    real.coinGecko.set('bitcoin', {
      current_price: 64_250.125,
      high_24h: 65_000,
      low_24h: 63_000.5,
    })
    real.coinGecko.set('shiba-inu', { current_price: 1.234e-5 })
    const replica = await real.start()
    const bitcoin = await replica.asset('BTC')
    expect(bitcoin).toMatchObject({
      price_usd: '64250.125',
      price_source: 'coingecko',
      price_status: 'live',
      change_24h: '1.25',
      high_24h: '65000.00',
      low_24h: '63000.50',
    })
    expect(bitcoin.sparkline).toHaveLength(24)
    expect(bitcoin.sparkline.at(-1)).toBe('64250.125')
    expect((await replica.asset('SHIB')).price_usd).toBe('0.00001234')
    expect(await replica.metric('market_price_source{source="coingecko"}')).toBe(1)
  })

  it('a wrong price never takes the place of a good one, and the others go on', async () => {
    const wrong = { bitcoin: null, solana: 0, ripple: -5, dogecoin: 'many', cardano: undefined }
    real.coinGecko.set('bitcoin', { current_price: 64_000 })
    const replica = await real.start()
    const before = await replica.asset('SOL')
    for (const [coin, price] of Object.entries(wrong))
      real.coinGecko.set(coin, { current_price: price })
    real.coinGecko.set('ethereum', { current_price: 3_333 })
    await shows(replica, 'ETH', { price_usd: '3333.00' })
    expect((await replica.asset('BTC')).price_usd).toBe('64000.00')
    expect((await replica.asset('SOL')).price_usd).toBe(before.price_usd)
    expect(await replica.metric('coingecko_prices_refused')).toBe(5)
  })

  it('an asset CoinGecko does not know is simulated, and says so', async () => {
    real.coinGecko.set('bitcoin', { id: 'somebody-else' })
    const replica = await real.start()
    expect(await replica.asset('BTC')).toMatchObject({
      price_source: 'simulated',
      price_status: 'simulated',
    })
    expect((await replica.asset('ETH')).price_source).toBe('coingecko')
  })

  it('an absurd price is held back while it stands alone, and taken once confirmed', async () => {
    const times = observedMinutes()
    real.coinGecko.set('bitcoin', { current_price: 64_000, last_updated: times.next() })
    const replica = await real.start({ monthlyCalls: 4_000_000 })
    real.coinGecko.set('bitcoin', { current_price: 32_000, last_updated: times.next() })
    await vi.waitFor(
      async () => expect(await replica.metric('coingecko_prices_held')).toBe(1),
      WAIT,
    )
    expect((await replica.asset('BTC')).price_usd).toBe('64000.00')
    real.coinGecko.set('bitcoin', { current_price: 31_500, last_updated: times.next() })
    await shows(replica, 'BTC', { price_usd: '31500.00' })
    expect(await replica.metric('coingecko_prices_held')).toBe(0)
  })

  it('a fall to a ten-thousandth needs five prices that agree', async () => {
    const times = observedMinutes()
    real.coinGecko.set('bitcoin', { current_price: 64_000, last_updated: times.next() })
    const replica = await real.start()
    for (const current_price of [6.4, 6.3, 6.5, 6.4]) {
      real.coinGecko.set('bitcoin', { current_price, last_updated: times.next() })
      await polled()
      expect((await replica.asset('BTC')).price_usd).toBe('64000.00')
    }
    real.coinGecko.set('bitcoin', { current_price: 6.35, last_updated: times.next() })
    await shows(replica, 'BTC', { price_usd: '6.35' })
  })

  it('neither of two rows for one coin is believed', async () => {
    real.coinGecko.set('bitcoin', { current_price: 64_000 })
    const replica = await real.start()
    const ethereum = await replica.asset('ETH')
    real.coinGecko.set('ethereum', { id: 'bitcoin' })
    real.coinGecko.set('bitcoin', { current_price: 65_000 })
    real.coinGecko.set('solana', { current_price: 123 })
    await shows(replica, 'SOL', { price_usd: '123.00' })
    expect((await replica.asset('BTC')).price_usd).toBe('64000.00')
    expect((await replica.asset('ETH')).price_usd).toBe(ethereum.price_usd)
    expect(await replica.metric('coingecko_prices_ambiguous')).toBe(1)
  })
})

/** Observations a minute apart, all in the past ten minutes. */
const observedMinutes = () => {
  let ms = Date.now() - 10 * 60_000
  return {
    next: () => {
      ms += 60_000
      return new Date(ms).toISOString()
    },
  }
}

/** Once a call that began after this moment has been answered and the next one has begun. */
const polled = async (): Promise<void> => {
  real.coinGecko.calls()
  let count = 0
  await vi.waitFor(() => {
    count += real.coinGecko.calls().filter(({ path }) => path === '/coins/markets').length
    expect(count).toBeGreaterThan(2)
  }, WAIT)
}

describe('a real market that fails', () => {
  it('is followed by the simulated one, from the same prices on, and comes back by itself', async () => {
    real.coinGecko.set('bitcoin', { current_price: 64_000 })
    const replica = await real.start()
    real.coinGecko.fail((response) => response.destroy())
    await shows(replica, 'BTC', { price_source: 'simulated', price_status: 'simulated' })
    const simulated = Number((await replica.asset('BTC')).price_usd)
    expect(Math.abs(simulated / 64_000 - 1)).toBeLessThan(0.01)
    expect((await replica.app.inject('/health/ready')).statusCode).toBe(200)
    real.coinGecko.set('bitcoin', { current_price: 65_000 })
    real.coinGecko.fail(undefined)
    await shows(replica, 'BTC', { price_source: 'coingecko', price_usd: '65000.00' })
  })

  it('that limits us is left alone as long as it asks, and its prices stay', async () => {
    const replica = await real.start()
    real.coinGecko.fail((response) => void response.writeHead(429, { 'retry-after': '3600' }).end())
    await vi.waitFor(
      async () => expect(await replica.metric('coingecko_polls_total{outcome="limited"}')).toBe(1),
      WAIT,
    )
    real.coinGecko.calls()
    real.coinGecko.fail(undefined)
    const { price_source } = await replica.asset('BTC')
    expect(price_source).toBe('coingecko')
    expect(real.coinGecko.calls()).toEqual([])
  })

  it('keeps nobody waiting at the start', async () => {
    await real.coinGecko.close()
    const replica = await real.start()
    expect(await replica.asset('BTC')).toMatchObject({ price_source: 'simulated' })
    expect(await replica.metric('coingecko_calls_used')).toBe(0)
    real.coinGecko = await startFakeCoinGecko(Number(new URL(real.coinGecko.url).port))
    await shows(replica, 'BTC', { price_source: 'coingecko' })
  })
})
