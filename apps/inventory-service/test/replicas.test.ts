import type { Database } from '@cnop/common/dynamodb/client'
import { testDatabase } from '@cnop/common/testing/test-database'
import { parsePrice } from '@cnop/money/text'
import { describe, expect, it, vi } from 'vitest'

import { eachWithRealMarket, shows, WAIT } from './real-market.ts'
import { HURRIED, type Replica } from './replica.ts'

const real = eachWithRealMarket()

/** Waits until every price asked for by then has been polled and taken. */
const nextPolls = async (replica: Replica, count = 2) => {
  const name = 'coingecko_polls_total{outcome="success"}'
  const before = await replica.metric(name)
  await vi.waitFor(
    async () => expect(await replica.metric(name)).toBeGreaterThanOrEqual(before + count),
    WAIT,
  )
}

describe('replicas of the service', () => {
  it('show the same prices, and one of them alone asks for them', async () => {
    real.coinGecko.set('bitcoin', { current_price: 64_000 })
    const [first, second] = [await real.start(), await real.start()]
    await shows(second, 'BTC', { price_usd: '64000.00', price_source: 'coingecko' })
    real.coinGecko.set('bitcoin', { current_price: 64_100 })
    await nextPolls(first)
    await shows(second, 'BTC', { price_usd: '64100.00' })
    expect(await second.metric('coingecko_polls_total{outcome="success"}')).toBeNaN()
    real.coinGecko.fail((response) => void response.writeHead(429).end())
    await vi.waitFor(
      async () => expect(await second.asset('ETH')).toEqual(await first.asset('ETH')),
      WAIT,
    )
  })

  it('when the one that asks is cut off, another does within ten seconds', async () => {
    const cut = { off: false }
    const severed = await sharedDatabase(() => cut.off)
    const first = await real.start({ database: severed })
    const second = await real.start()
    await nextPolls(first)
    cut.off = true
    await vi.waitFor(
      async () =>
        expect(await second.metric('coingecko_polls_total{outcome="success"}')).toBeGreaterThan(0),
      { timeout: 10_000, interval: 50 },
    )
    severed.close()
  })

  it.each([
    ['new prices', '"body"'],
    ['that there are new prices', '":version"'],
  ])('when %s cannot be written, show none, and show them all once they can', async (_w, what) => {
    const cut = { off: true }
    const flaky = await sharedDatabase((command) => cut.off && command.includes(what))
    real.coinGecko.set('bitcoin', { current_price: 64_000 })
    const first = await real.start({ database: flaky, monthlyCalls: 10_000 })
    expect(await first.asset('BTC')).toMatchObject({ price_source: 'simulated' })
    const second = await real.start({ monthlyCalls: 10_000 })
    cut.off = false
    for (const replica of [second, first])
      await shows(replica, 'BTC', { price_usd: '64000.00', price_source: 'coingecko' })
    const polls = real.coinGecko.calls().filter(({ path }) => path === '/coins/markets')
    expect(polls).toHaveLength(1)
    flaky.close()
  })

  it('when the one that asks stops, another does at once', async () => {
    const first = await real.start()
    const second = await real.start()
    real.replicas.splice(0, 1)
    await first.stop()
    await vi.waitFor(
      async () =>
        expect(await second.metric('coingecko_polls_total{outcome="success"}')).toBeGreaterThan(0),
      WAIT,
    )
  })

  it('count their calls together', async () => {
    const first = await real.start()
    await nextPolls(first)
    real.replicas.splice(0, 1)
    await first.stop()
    let made = real.coinGecko.calls().length
    const second = await real.start()
    await nextPolls(second)
    await vi.waitFor(async () => {
      made += real.coinGecko.calls().length
      expect(await second.metric('coingecko_calls_used')).toBe(made)
      expect(await second.metric('coingecko_calls_left')).toBe(HURRIED - made)
    }, WAIT)
  })

  it('with no call left ask no more', async () => {
    const replica = await real.start({ monthlyCalls: 1 })
    await vi.waitFor(async () => expect(await replica.metric('coingecko_calls_left')).toBe(0), WAIT)
    expect(real.coinGecko.calls()).toHaveLength(1)
    expect(parsePrice((await replica.asset('BTC')).price_usd)).toBeGreaterThan(0n)
  })
})

/** The same tables over connections of their own, which are cut for the commands (as JSON) the test says. */
const sharedDatabase = async (isCut: (command: string) => boolean): Promise<Database> => {
  const other = await testDatabase()
  other.documents.middlewareStack.add(
    (next) => async (args) => {
      if (isCut(JSON.stringify(args.input)))
        throw Object.assign(new Error('cut off'), { code: 'ECONNRESET' })
      return await next(args)
    },
    { step: 'initialize', name: 'cutOff' },
  )
  return { ...other, tableName: real.database.tableName }
}
