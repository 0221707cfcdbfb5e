import '@cnop/common/testing/provided-context'
import { Order } from '@cnop/contracts/orders'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'

import { accessibilityFindings, expectAccessible, expectNoSidewaysScroll } from './axe.ts'
import { DESKTOP, openBrowser } from './browser.ts'
import { personWith, signIn } from './signed-in.ts'

const base = inject('pageUrl')

/** Each with something that is only there once the page has what it shows. */
const SIGNED_OUT = [
  ['/', 'Largest assets'],
  ['/login', 'Username or email'],
  ['/register', 'Create account'],
] as const
const SIGNED_IN = [
  ['/', 'Go to your dashboard'],
  ['/dashboard', 'How the portfolio is divided'],
  ['/markets', 'Assets and their prices'],
  ['/trade/BTC', 'Your latest trades of BTC'],
  ['/trade/NONESUCH', 'There is no asset NONESUCH'],
  ['/portfolio', 'How the portfolio is divided'],
  ['/orders', 'Filled'],
  ['/account', 'Withdrawal'],
  ['/profile', 'This one'],
  ['/nothing/here', 'There is no page here'],
] as const

let context: BrowserContext
let page: Page
let orderId: string
let password: string

const button = (name: string | RegExp) => page.getByRole('button', { name }).first()
const dialog = (name: string | RegExp) => page.getByRole('dialog', { name })

const look = async (path: string, text: string): Promise<void> => {
  await page.goto(`${base}${path}`)
  await page
    .getByText(text)
    .filter({ visible: true })
    .or(page.getByRole('table', { name: text }))
    .first()
    .waitFor()
}

const expectFit = async (pages: readonly (readonly [string, string])[]): Promise<void> => {
  for (const [path, text] of pages) {
    await look(path, text)
    await expectAccessible(page, path)
    await expectNoSidewaysScroll(page, path)
  }
}

beforeAll(async () => {
  ;({ context, page } = await openBrowser(DESKTOP))
})
afterAll(async () => await context.close())

describe('axe finds nothing at the width of a desktop and of a phone in both themes, and from 320 to 2560 pixels nothing scrolls sideways', () => {
  it('on the pages of someone not signed in', async () => await expectFit(SIGNED_OUT))

  it('on the pages of someone signed in', async () => {
    const { person, api } = await personWith(inject('gatewayUrl'), '1000.00')
    password = person.password
    const bought = { order_type: 'market_buy', asset_id: 'BTC', quote_amount: '100.00' }
    orderId = Order.parse((await api.post('/orders', bought)).body['data']).order_id
    await api.post('/balance/withdraw', { amount: '1.00' })
    await signIn(page, base, person)
    await expectFit([...SIGNED_IN, [`/orders/${orderId}`, 'What happened']])
  })

  it('on the question before an order, and on what became of it', async () => {
    await look('/trade/BTC', 'Your latest trades of BTC')
    await page.getByText('The same as a table').click()
    await page.getByLabel('Amount in USD', { exact: true }).fill('10')
    await button('Review order').click()
    await dialog('Buy Bitcoin').getByText('This price is firm').waitFor()
    await expectAccessible(page, 'the question')
    await button('Place order').click()
    await page.getByText(/^Bought /).waitFor()
    await expectAccessible(page, 'the receipt')
    await expectNoSidewaysScroll(page, 'the receipt')
  })

  it('on a limit order that is wrong', async () => {
    await page.getByText('Limit', { exact: true }).click()
    await page.getByLabel('Quantity', { exact: true }).fill('a lot')
    await button('Review order').click()
    await page.locator('[aria-invalid="true"]').first().waitFor()
    await expectAccessible(page, 'a wrong limit order')
  })

  it('on the terms of a figure', async () => {
    await look('/dashboard', 'How the portfolio is divided')
    await button('explain Cash available').click()
    await dialog('Cash available').getByText('Deposit').first().waitFor()
    await expectAccessible(page, 'the terms of a figure')
  })

  it('on a question that cannot be taken back, and on setting up the second factor', async () => {
    await look('/profile', 'This one')
    await page.getByLabel('Key name').fill('A key for a test')
    const form = page.locator('form').filter({ has: button('Create key') })
    await form.getByLabel('Current password').fill(password)
    await button('Create key').click()
    await page.getByText('A key for a test').first().waitFor()
    await expectAccessible(page, 'a new key')
    await button(/^Revoke/).click()
    await dialog(/^Revoke/).waitFor()
    await expectAccessible(page, 'revoking a key')
    await page.keyboard.press('Escape')
    await button('Set it up').click()
    await page.getByLabel('Your password', { exact: true }).waitFor()
    await expectAccessible(page, 'setting up two-factor')
  })
})

it('axe is asked in earnest: a field without a name and a target too small are found', async () => {
  await page.goto(base)
  await page.evaluate(
    `document.querySelector('main').insertAdjacentHTML('beforeend', '<input><p><button>a</button><button>b</button></p>')`,
  )
  const found = await accessibilityFindings(page)
  expect(found.map(({ id }) => id)).toEqual(expect.arrayContaining(['label', 'target-size']))
})
