import '@cnop/common/testing/provided-context'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'

import { expectAccessible, expectNoSidewaysScroll } from './axe.ts'
import { DESKTOP, openBrowser } from './browser.ts'
import { personWith, signIn } from './signed-in.ts'

const base = inject('pageUrl')

let context: BrowserContext
let page: Page
let username: string

const button = (name: string) => page.getByRole('button', { name, exact: true })
const label = (name: string) => page.getByLabel(name, { exact: true })
const alert = (text: string) => page.getByRole('alert').filter({ hasText: text })
const heading = (name: string) => page.getByRole('heading', { name, exact: true })
const navigation = () => page.getByRole('navigation', { name: 'Pages' })
const goTo = (name: string) => navigation().getByRole('link', { name, exact: true }).click()

// One person with a browser for all; each test has a tab of its own.
beforeAll(async () => {
  ;({ context, page } = await openBrowser(DESKTOP))
  const { person } = await personWith(inject('gatewayUrl'), '1000.00')
  await signIn(page, base, person)
  username = person.username
})
beforeEach(async () => {
  page = await context.newPage()
})
afterEach(async () => {
  await context.setOffline(false)
  await page.close()
})
afterAll(async () => await context.close())

/** How often a file of the page whose name begins like this is asked for; the answer is what `answer` makes it. */
const onCode = async (
  name: string,
  answer: { readonly status: number; readonly body?: string },
): Promise<{ readonly asked: () => number; readonly letUp: () => Promise<void> }> => {
  const url = `**/assets/${name}-*.js`
  let asked = 0
  await page.route(url, async (route) => {
    asked += 1
    await route.fulfill({ contentType: 'text/javascript', ...answer })
  })
  return { asked: () => asked, letUp: () => page.unroute(url) }
}

const GONE = { status: 404 }

/** How often the page has been opened anew. */
const countLoads = (): (() => number) => {
  let loads = 0
  page.on('load', () => (loads += 1))
  return () => loads
}

describe('a page that breaks as it is drawn', () => {
  beforeEach(async () => {
    await onCode('orders-page', {
      status: 200,
      body: `export const OrdersPage = () => { throw new Error('broken for a test') }`,
    })
  })

  it('says so and what to do, keeps what is around it, and other pages work', async () => {
    await page.goto(`${base}/orders`)
    await heading('This page broke').waitFor()
    await alert('Nothing you did was lost. Reload it').waitFor()
    await navigation().waitFor()
    await button('Log out').waitFor()
    expect(await page.title()).toBe('This page broke · Order Processor')
    await expectAccessible(page, 'a broken page')
    await expectNoSidewaysScroll(page, 'a broken page')
    await goTo('Account')
    await heading('Account').waitFor()
    await label('Deposit amount').waitFor()
    await goTo('Orders')
    await heading('This page broke').waitFor()
    await page.goBack()
    await heading('Account').waitFor()
  })

  it('is there again after a reload that mends it', async () => {
    await page.goto(`${base}/orders`)
    await heading('This page broke').waitFor()
    await page.unrouteAll()
    await button('Reload').click()
    await heading('Orders').waitFor()
  })
})

describe('a page whose code does not come', () => {
  it('of a release that is gone, is loaded anew with the one that is served, by itself', async () => {
    await page.goto(`${base}/dashboard`)
    await heading('Dashboard').waitFor()
    const loads = countLoads()
    const { asked, letUp } = await onCode('portfolio-page', GONE)
    // The release is replaced while the old page is looked at: what is loaded next is the new one.
    await page.route(`${base}/`, async (route) => {
      await letUp()
      await route.continue()
    })
    await goTo('Portfolio')
    await heading('Portfolio').waitFor()
    expect([asked(), loads()]).toEqual([1, 1])
    expect(new URL(page.url()).pathname).toBe('/portfolio')
    await goTo('Dashboard')
    await heading('Dashboard').waitFor()
  })

  it('is loaded anew once, then says so, keeps what is around it, and comes on another try', async () => {
    await page.goto(`${base}/dashboard`)
    await heading('Dashboard').waitFor()
    const loads = countLoads()
    const { letUp } = await onCode('portfolio-page', GONE)
    await goTo('Portfolio')
    await heading('This page could not be loaded').waitFor()
    await alert('Check your connection and try again').waitFor()
    await navigation().waitFor()
    await expectAccessible(page, 'a page that could not be loaded')
    await button('Try again').click()
    await heading('This page could not be loaded').waitFor()
    expect(loads()).toBe(1)

    await goTo('Account')
    await heading('Account').waitFor()
    await letUp()
    await goTo('Portfolio')
    await heading('Portfolio').waitFor()
    expect(loads()).toBe(1)
  })

  it('is not loaded anew without a network, which would lose the page, and comes by itself when it is back', async () => {
    await page.goto(`${base}/dashboard`)
    await heading('Dashboard').waitFor()
    const loads = countLoads()
    const code = '**/assets/account-page-*.js'
    await page.route(code, (route) => route.abort('internetdisconnected'))
    await context.setOffline(true)
    await goTo('Account')
    await heading('This page could not be loaded').waitFor()
    await button('Try again').click()
    await heading('This page could not be loaded').waitFor()
    await page.unroute(code)
    await context.setOffline(false)
    await heading('Account').waitFor()
    await label('Deposit amount').waitFor()
    expect(loads()).toBe(0)
  })
})

it('a page of which nothing comes says so', async () => {
  const { letUp } = await onCode('libraries', GONE)
  await page.goto(`${base}/dashboard`)
  await alert('This page could not be loaded.').waitFor()
  await letUp()
  await page.getByRole('link', { name: 'reload it' }).click()
  await heading('Dashboard').waitFor()
})

describe('a chart whose code does not come', () => {
  it('leaves the rest of the page as it is, typed amounts too, and comes on another try', async () => {
    const loads = countLoads()
    const { letUp } = await onCode('candle-chart', GONE)
    await page.goto(`${base}/trade/ETH`)
    await alert('The chart could not be drawn. Its figures are in the table below.').waitFor()
    await label('Amount in USD').fill('100')
    await page.getByText('The same as a table').click()
    await page.getByRole('columnheader', { name: 'Close' }).waitFor()
    await letUp()
    await button('Try again').click()
    await page.getByRole('img', { name: 'Price of ETH every 5 minutes, as candles' }).waitFor()
    expect(await label('Amount in USD').inputValue()).toBe('100')
    expect(loads()).toBe(1)
  })
})

it('the tour is left out if its code does not come, and the page is there', async () => {
  await onCode('tour', GONE)
  await page.goto(`${base}/dashboard`)
  await page.evaluate(`localStorage.setItem('tour:${username}', '1')`)
  await Promise.all([page.waitForResponse(/\/assets\/tour-/), page.reload()])
  await heading('Dashboard').waitFor()
  await goTo('Account')
  await heading('Account').waitFor()
  expect(await page.getByText('Step 1 of 3').count()).toBe(0)
  await page.evaluate(`localStorage.removeItem('tour:${username}')`)
})
