import '@cnop/common/testing/provided-context'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'

import { accessibilityFindings, onBothThemes } from './axe.ts'
import { DESKTOP, PHONE, openBrowser, sidewaysScroll } from './browser.ts'
import { personWith, signIn } from './signed-in.ts'

const base = inject('pageUrl')

/** Each with something that is only there once the page has what it shows. */
const PAGES = [
  ['/', 'Largest assets'],
  ['/dashboard', 'How the portfolio is divided'],
  ['/markets', 'Assets and their prices'],
  ['/trade/BTC', 'The same as a table'],
  ['/portfolio', 'How the portfolio is divided'],
  ['/orders', 'Filled'],
  ['/account', 'Deposit'],
  ['/profile', 'This one'],
  ['/nothing/here', 'There is no page here'],
] as const

const SIGNED_OUT = [
  ['/login', 'Username or email'],
  ['/register', 'Create account'],
] as const

let context: BrowserContext
let page: Page

beforeAll(async () => {
  ;({ context, page } = await openBrowser(DESKTOP))
})
afterAll(async () => await context.close())

const look = async (path: string, text: string): Promise<void> => {
  await page.goto(`${base}${path}`)
  await page
    .getByText(text)
    .filter({ visible: true })
    .or(page.getByRole('table', { name: text }))
    .first()
    .waitFor()
}

const expectAccessible = (pages: readonly (readonly [string, string])[]): Promise<void> =>
  onBothThemes(page, async (theme) => {
    for (const [path, text] of pages) {
      await look(path, text)
      expect([path, theme, await accessibilityFindings(page)]).toEqual([path, theme, []])
    }
  })

describe('every page', () => {
  it('of someone not signed in passes axe in both themes', async () => {
    await page.goto(base)
    await expectAccessible(SIGNED_OUT)
  })

  it('of someone signed in passes axe in both themes', async () => {
    const { person, api } = await personWith(inject('gatewayUrl'), '1000.00')
    const bought = { order_type: 'market_buy', asset_id: 'BTC', quote_amount: '100.00' }
    await api.post('/orders', bought)
    await signIn(page, base, person)
    await expectAccessible(PAGES)
  })

  it('is looked at in earnest: a field without a name is found', async () => {
    await page.goto(base)
    await page.evaluate(`document.body.append(document.createElement('input'))`)
    const found = await accessibilityFindings(page)
    expect(found.map(({ id }) => id)).toContain('label')
  })

  it('fits the width of a phone and of a small one', async () => {
    for (const width of [PHONE.width, 360]) {
      await page.setViewportSize({ width, height: 800 })
      for (const [path, text] of PAGES) {
        await look(path, text)
        expect([path, width, await sidewaysScroll(page)]).toEqual([path, width, 0])
      }
    }
  })
})
