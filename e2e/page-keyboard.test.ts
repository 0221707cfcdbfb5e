import '@cnop/common/testing/provided-context'
import type { BrowserContext, Page } from 'playwright-core'
import { afterEach, expect, inject, it } from 'vitest'

import { DESKTOP, PHONE, openBrowser } from './browser.ts'
import { focused, tabTo } from './keyboard.ts'
import { personWith } from './signed-in.ts'

const base = inject('pageUrl')

let context: BrowserContext
let page: Page
let complaints: string[]

afterEach(async () => await context.close())

const press = (key: string) => page.keyboard.press(key)
const type = (text: string) => page.keyboard.type(text)
const status = (text: string | RegExp) => page.getByRole('status').filter({ hasText: text })
const heading = (name: string) => page.getByRole('heading', { name, exact: true }).waitFor()

/** From the landing to the ticket of an asset, and there a filled order and one that is cancelled. */
const trade = async (): Promise<void> => {
  const { person } = await personWith(inject('gatewayUrl'), '1000.00')
  await page.goto(base)
  await tabTo(page, 'Skip to the content')
  await tabTo(page, 'Log in')
  await press('Enter')
  await heading('Log in')
  await tabTo(page, 'Username or email')
  await type(person.username)
  await tabTo(page, 'Password')
  await type(person.password)
  await press('Enter')
  await heading('Dashboard')

  await tabTo(page, 'Markets')
  await press('Enter')
  await page.getByRole('table', { name: 'Assets and their prices' }).waitFor()
  await tabTo(page, 'Search')
  await type('ethereum')
  await tabTo(page, 'ETH Ethereum')
  await press('Enter')
  await heading('Ethereum (ETH)')

  await tabTo(page, 'Amount in USD')
  await type('100')
  await press('Enter')
  await page.getByText('This price is firm').waitFor()
  await tabTo(page, 'Place order')
  await press('Enter')
  await status(/Bought .* ETH/).waitFor()
  // The question gives the focus back to where it was asked from.
  expect(await focused(page)).toMatch(/^(Amount in USD|Review order)$/)

  await tabTo(page, 'Market')
  await press('ArrowRight')
  await tabTo(page, 'Limit price')
  await press('ControlOrMeta+a')
  await type('1000')
  await tabTo(page, 'Quantity')
  await type('0.1')
  await press('Enter')
  await page.getByText('Until then what it needs is set aside').waitFor()
  await tabTo(page, 'Place order')
  await press('Enter')
  await status('Waiting to buy 0.1 ETH at $1,000.00 or better.').waitFor()

  await tabTo(page, 'Cancel the limit buy of 0.1 ETH at $1,000.00')
  await press('Enter')
  await status(/cancelled/i).waitFor()
  await page.getByText('No order for ETH waits for its price.').waitFor()
  // The button is gone; whoever used it is beside what came of it.
  expect(await focused(page)).toMatch(/cancelled/i)
  expect(complaints).toEqual([])
}

it('a trade, from the landing to a filled order and a cancelled one, needs no mouse, and the focus is always in sight', async () => {
  ;({ context, page, complaints } = await openBrowser(DESKTOP))
  await trade()
})

it('nor does it on a screen as narrow as a phone’s', async () => {
  ;({ context, page, complaints } = await openBrowser(PHONE))
  await trade()
})
