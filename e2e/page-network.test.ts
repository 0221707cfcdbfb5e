import '@cnop/common/testing/provided-context'
import type { BrowserContext, Page, Route } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { z } from 'zod'

import { DESKTOP, openBrowser } from './browser.ts'
import { SAID, askNothingByItself, takeDown } from './service-down.ts'
import { personWith, signIn } from './signed-in.ts'

const base = inject('pageUrl')
const WAIT = { timeout: 20_000 }
const ORDERS = '**/api/v1/orders'

let context: BrowserContext
let page: Page
let signedIn: Awaited<ReturnType<typeof personWith>>
/** How many orders there were when the test began. */
let before: number

const button = (name: string) => page.getByRole('button', { name, exact: true })
const label = (name: string) => page.getByLabel(name, { exact: true })
const alert = (text: string) => page.getByRole('alert').filter({ hasText: text })
const status = (text: string | RegExp) => page.getByRole('status').filter({ hasText: text })

// One person with a browser for all; each test has a tab of its own, on a line of its own.
beforeAll(async () => {
  ;({ context, page } = await openBrowser(DESKTOP))
  signedIn = await personWith(inject('gatewayUrl'), '1000.00')
  await signIn(page, base, signedIn.person)
})
beforeEach(async () => {
  page = await context.newPage()
  before = await placedOrders()
})
afterEach(async () => {
  await context.setOffline(false)
  await page.close()
})
afterAll(async () => await context.close())

/** Like a phone where there is hardly a signal: half a second each way to anything. */
const slowDown = async (): Promise<void> => {
  const devtools = await context.newCDPSession(page)
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 500,
    downloadThroughput: 100_000,
    uploadThroughput: 50_000,
  })
}

/** A line on which nothing goes on before it is released: what is done meanwhile is done while waiting. */
const heldLine = (): { pass: (route: Route) => Promise<void>; release: () => void } => {
  const { promise, resolve } = Promise.withResolvers<void>()
  return {
    pass: async (route) => {
      await promise
      await route.continue()
    },
    release: resolve,
  }
}

const review = async (dollars: string): Promise<void> => {
  await label('Amount in USD').fill(dollars)
  await button('Review order').click()
  await page.getByText('This price is firm').waitFor()
}

const placedOrders = async (): Promise<number> =>
  z.array(z.unknown()).parse((await signedIn.api.get('/orders')).body['data']).length

/** Does something with each order that is sent; says how many were. */
const onEachOrder = async (act: (route: Route) => Promise<void>): Promise<() => number> => {
  let sent = 0
  await page.route(ORDERS, async (route) => {
    if (route.request().method() !== 'POST') return await route.continue()
    sent += 1
    return await act(route)
  })
  return () => sent
}

/** The platform takes the order and answers, but nothing comes back any more. */
const loseNetwork = async (route: Route): Promise<void> => {
  await route.fetch()
  await context.setOffline(true)
  await route.abort('internetdisconnected')
}

const PAGES = ['/dashboard', '/trade/ETH', '/markets', '/portfolio', '/account', '/profile']

describe('on a slow line', () => {
  it('an order that is confirmed again and again before the answer is one, and the button says what it waits for', async () => {
    await page.goto(`${base}/trade/ETH`)
    const line = heldLine()
    const sent = await onEachOrder(line.pass)
    await review('100')
    await button('Place order').press('Enter')
    const waiting = button('Placing …')
    await waiting.press('Enter')
    await waiting.dispatchEvent('click')
    await waiting.press('Space')
    line.release()
    await status(/Bought .* ETH/).waitFor()
    expect([sent(), await placedOrders()]).toEqual([1, before + 1])
  })

  it('two clicks on an order without a question are one order', async () => {
    await page.goto(`${base}/trade/ETH`)
    await label('Show me each order before it is placed').uncheck()
    const line = heldLine()
    const sent = await onEachOrder(line.pass)
    await label('Amount in USD').fill('100')
    await button('Buy ETH now').dblclick()
    await label('Amount in USD').press('Enter')
    await button('Placing …').waitFor()
    line.release()
    await status(/Bought .* ETH/).waitFor()
    expect([sent(), await placedOrders()]).toEqual([1, before + 1])
    await page.getByRole('checkbox').check()
  })

  it('the session and what comes after a log-in are sent for before the rest of the code has come', async () => {
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    const line = heldLine()
    await page.route('**/assets/libraries-*.js', line.pass)
    await Promise.all([
      page.waitForResponse('**/api/v1/auth/refresh'),
      page.waitForResponse('**/assets/signed-in-*.js'),
      page.goto(`${base}/dashboard`, { waitUntil: 'commit' }),
    ])
    line.release()
    await page.getByRole('heading', { name: 'Dashboard' }).waitFor()
    expect(asked.filter((path) => path.endsWith('/auth/refresh'))).toHaveLength(1)
  })

  it('what is to come has its place, and nothing jumps as it comes', async () => {
    await slowDown()
    for (const path of PAGES) {
      await page.goto(`${base}${path}`, { waitUntil: 'commit' })
      await page.getByRole('table').or(page.locator('canvas')).first().waitFor()
      await page.getByText('Loading').first().waitFor({ state: 'detached' })
      expect([path, Math.round((await layoutShift(page)) * 100) / 100]).toEqual([path, 0])
    }
  })
})

/** How much of the page has moved by itself since it was opened, as browsers count it. */
const layoutShift = async (page: Page): Promise<number> =>
  z.number().parse(
    await page.evaluate(`(() => {
      const observer = new PerformanceObserver(() => {})
      observer.observe({ type: 'layout-shift', buffered: true })
      return observer
        .takeRecords()
        .reduce((sum, { value, hadRecentInput }) => (hadRecentInput ? sum : sum + value), 0)
    })()`),
  )

describe('when the network is lost in the middle of an order', () => {
  beforeEach(async () => {
    await page.goto(`${base}/trade/ETH`)
    await review('100')
  })

  it('the page says what is not known, and sent again when the network is back it is one order', async () => {
    const sent = await onEachOrder(loseNetwork)
    await button('Place order').click()
    await status('You are offline').waitFor()
    await status('could not be reached').waitFor()
    await status('It is not known whether your order to buy ETH for $100.00 went through').waitFor()
    expect(await label('Amount in USD').inputValue()).toBe('100')

    await page.unroute(ORDERS)
    await button('Send it again').click()
    await status('could not be reached').waitFor()
    await context.setOffline(false)
    await status('You are offline').waitFor({ state: 'detached' })
    await button('Send it again').click()
    await status(/Bought .* ETH/).waitFor()
    expect([sent(), await placedOrders()]).toEqual([1, before + 1])
    expect(await button('Send it again').count()).toBe(0)
  })

  it('and the page is reloaded, it still asks, and sent again it is one order', async () => {
    await onEachOrder(async (route) => {
      await route.fetch()
      await page.reload()
    })
    await button('Place order').click()
    await status('It is not known whether your order to buy ETH for $100.00 went through').waitFor()
    await page.unroute(ORDERS)
    await button('Send it again').click()
    await status(/Bought .* ETH/).waitFor()
    expect(await placedOrders()).toBe(before + 1)
  })

  it('the order can be looked for and forgotten, and is then no part of the next one', async () => {
    await onEachOrder(async (route) => {
      await route.fetch()
      await route.abort('connectionreset')
    })
    await button('Place order').click()
    await status('could not be reached').waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
    expect(await page.getByRole('link', { name: 'Look at my orders' }).getAttribute('href')).toBe(
      '/orders',
    )
    await button('Forget it').click()
    await status('It is not known').waitFor({ state: 'detached' })
    await page.unroute(ORDERS)
    await button('Review order').click()
    await page.getByText('This price is firm').waitFor()
    expect(await page.getByText('not a second one').count()).toBe(0)
    await button('Place order').click()
    await status(/Bought .* ETH/).waitFor()
    expect(await placedOrders()).toBe(before + 2)
  })
})

describe('while orders cannot be taken', () => {
  it('what cannot be looked at is not placed, and stays in the ticket', async () => {
    await page.goto(`${base}/trade/ETH`)
    const letUp = await takeDown(page, 'orders/preview')
    await label('Amount in USD').fill('100')
    await button('Review order').click()
    await alert(SAID).waitFor()
    expect(await button('Place order').isDisabled()).toBe(true)
    await letUp()
    await button('Try again').click()
    await page.getByText('This price is firm').waitFor()
    await takeDown(page, 'orders')
    await button('Place order').click()
    await status(SAID).waitFor()
    expect(await label('Amount in USD').inputValue()).toBe('100')
    expect(await placedOrders()).toBe(before)
  })
})

describe('a session that has ended', () => {
  it('is said, and whoever logs in again is back where they were', async () => {
    await page.goto(`${base}/orders?status=completed`)
    await page.getByRole('heading', { name: 'Orders', exact: true }).waitFor()
    await askNothingByItself(page)
    await signedIn.api.delete('/auth/sessions')
    await button('Show all').click()
    await page.getByText('Your session has ended. Log in again to go on.').waitFor()
    await label('Username or email').fill(signedIn.person.username)
    await label('Password').fill(signedIn.person.password)
    await button('Log in').click()
    await page.waitForURL('**/orders')
    await page.getByRole('heading', { name: 'Orders', exact: true }).waitFor()
    // The client of the test was logged out too.
    await signedIn.api.logIn(signedIn.person.username, signedIn.person.password)
  })
})

it.each(['{', '[{"what":"{","key":"k"}]'])(
  'what is noted of orders and payments under way breaks no page when it reads %s',
  async (text) => {
    await page.goto(`${base}/dashboard`)
    for (const scope of ['order:ETH', 'deposit'])
      await page.evaluate(
        `sessionStorage.setItem('intent:${signedIn.person.username}:${scope}', '${text}')`,
      )
    await page.goto(`${base}/trade/ETH`)
    await button('Review order').waitFor()
    await page.goto(`${base}/account`)
    await button('Deposit').waitFor()
  },
)

describe('without a network', () => {
  it('a part of the page that failed is loaded by itself once it is back', async () => {
    await page.goto(`${base}/account`)
    await page.getByRole('button', { name: 'explain Balance' }).waitFor()
    await context.setOffline(true)
    const pages = page.getByRole('navigation', { name: 'Pages' })
    await pages.getByRole('link', { name: 'Portfolio' }).click()
    await alert('could not be').first().waitFor()
    await context.setOffline(false)
    await page.getByText('Allocation').first().waitFor()
    expect(await button('Try again').count()).toBe(0)
  })

  it('what is shown stays, with a word on its age, and comes up to date when it is back', async () => {
    await page.goto(`${base}/account`)
    const balance = page.getByRole('button', { name: 'explain Balance' })
    const before = await balance.innerText()
    await context.setOffline(true)
    await status('You are offline. Prices and balances may be out of date.').waitFor()
    await label('Deposit amount').fill('25')
    await button('Deposit').click()
    await status('could not be reached').waitFor()
    expect(await balance.innerText()).toBe(before)
    expect(await label('Deposit amount').inputValue()).toBe('25')
    await context.setOffline(false)
    await button('Deposit').click()
    await status('Deposited $25.00 at').waitFor()
    await page.getByRole('row', { name: /Deposit .*\+\$25\.00/ }).waitFor()
    await expect.poll(() => balance.innerText(), WAIT).not.toBe(before)
    await status('You are offline').waitFor({ state: 'detached' })
  })
})
