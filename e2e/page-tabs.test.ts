import '@cnop/common/testing/provided-context'
import type { BrowserContext, Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'

import { DESKTOP, openBrowser } from './browser.ts'
import { personWith, signIn } from './signed-in.ts'

const base = inject('pageUrl')
const TABS = 12
const WAIT = { timeout: 20_000 }

let context: BrowserContext
let page: Page

beforeEach(async () => {
  ;({ context, page } = await openBrowser(DESKTOP))
  const { person } = await personWith(inject('gatewayUrl'), '1000.00')
  await signIn(page, base, person)
})
afterEach(async () => await context.close())

/** Streams of prices that inventory-service has open, for browsers and other services. */
const streamsOpen = async (): Promise<number> => {
  const metrics = await (await fetch(`${inject('inventoryUrl')}/metrics`)).text()
  return Number(/^market_streams_open(?:\{.*\})? (\d+)$/m.exec(metrics)?.[1])
}

const setVisible = async (tab: Page, isVisible: boolean): Promise<void> => {
  const state = isVisible ? 'visible' : 'hidden'
  await tab.evaluate(
    `Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'))`,
  )
}

const priceOf = (tab: Page) => tab.locator('tr[data-asset=BTC] [data-price]').innerText()

/** The price goes on by itself: the simulated market moves every second. */
const expectMoving = async (tab: Page): Promise<void> => {
  const before = await priceOf(tab)
  await expect.poll(() => priceOf(tab), WAIT).not.toBe(before)
}

describe.skipIf(inject('inventoryUrl') === '')('twelve tabs', () => {
  let tabs: Page[]
  let without: number

  beforeEach(async () => {
    await setVisible(page, false)
    await page.goto(`${base}/account`)
    await page.getByRole('heading', { name: 'Account' }).waitFor()
    without = await streamsOpen()
    tabs = []
    for (let opened = 0; opened < TABS; opened += 1) {
      const tab = await context.newPage()
      tabs.push(tab)
      await tab.goto(`${base}/markets`)
      await tab.locator('tr[data-asset=BTC]').waitFor()
    }
  })

  it('show moving prices over one stream, and clicks work in each', async () => {
    for (const tab of tabs) await expectMoving(tab)
    expect((await streamsOpen()) - without).toBe(1)
    for (const tab of tabs) {
      await tab.locator('tr[data-asset=ETH] a').click()
      await tab.getByLabel('Amount in USD', { exact: true }).fill('10')
      await tab.getByRole('button', { name: 'Review order' }).click()
      await tab.getByText('This price is firm').waitFor()
    }
    expect((await streamsOpen()) - without).toBe(1)
  })

  it('go on with their prices when the tab that holds the stream is closed', async () => {
    for (const tab of tabs.slice(0, TABS - 1)) {
      await tab.close()
      await expectMoving(tabs.at(-1) ?? page)
    }
    expect((await streamsOpen()) - without).toBe(1)
  })

  it('hold no stream while all are hidden, and have prices again once one is shown', async () => {
    for (const tab of tabs) await setVisible(tab, false)
    await expect.poll(async () => (await streamsOpen()) - without, WAIT).toBe(0)
    const [shown = page] = tabs.slice(5)
    await setVisible(shown, true)
    await expectMoving(shown)
    expect((await streamsOpen()) - without).toBe(1)
    expect(await shown.getByText('Prices paused').count()).toBe(0)
  })
})

it('a browser without locks has a stream in each visible tab, and none in a hidden one', async () => {
  await context.addInitScript(`delete Navigator.prototype.locks`)
  const streams = new Set<unknown>()
  context.on('request', (request) => {
    if (request.url().includes('/market/stream')) streams.add(request)
  })
  context.on('requestfinished', (request) => streams.delete(request))
  context.on('requestfailed', (request) => streams.delete(request))
  const tabs = [await context.newPage(), await context.newPage()]
  for (const tab of tabs) {
    await tab.goto(`${base}/markets`)
    await tab.locator('tr[data-asset=BTC]').waitFor()
    await expectMoving(tab)
  }
  await expect.poll(() => streams.size, WAIT).toBe(2)
  await setVisible(tabs[0] ?? page, false)
  await expect.poll(() => streams.size, WAIT).toBe(1)
})
