import '@cnop/common/testing/provided-context'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'

import { clientOf, newPerson } from './api.ts'
import { expectAccessible } from './axe.ts'
import { DESKTOP, openBrowser } from './browser.ts'
import { SAID, takeDown } from './service-down.ts'
import { signIn } from './signed-in.ts'

const base = inject('pageUrl')

let context: BrowserContext
let page: Page

const button = (name: string) => page.getByRole('button', { name, exact: true })
const label = (name: string) => page.getByLabel(name, { exact: true })
const alert = (text: string) => page.getByRole('alert').filter({ hasText: text })

/** Someone whose account is open and has nothing in it yet. */
beforeAll(async () => {
  ;({ context, page } = await openBrowser(DESKTOP))
  const person = newPerson()
  await clientOf(inject('gatewayUrl')).post('/auth/register', person)
  await signIn(page, base, person)
})
beforeEach(async () => {
  page = await context.newPage()
})
afterEach(async () => await page.close())
afterAll(async () => await context.close())

describe('with nothing there yet', () => {
  it.each([
    ['/dashboard', ['Your account is open. Deposit some simulated money']],
    ['/portfolio', ['You hold nothing yet.', 'The curve begins an hour after your first deposit.']],
    ['/orders', ['You have placed no orders yet.']],
    ['/account', ['No movements yet. Your first deposit will be here.']],
    [
      '/trade/SOL',
      ['You hold no SOL.', 'No order for SOL waits', 'You have not traded SOL yet.', '$0.00'],
    ],
    ['/profile', ['You have no API keys.', 'Two-factor log-in is']],
  ])('%s says so, and what to do', async (path, texts) => {
    await page.goto(`${base}${path}`)
    for (const text of texts) await page.getByText(text).first().waitFor()
    expect(await page.getByText(/NaN|undefined|-0\.00|−\$0\.00|\de-\d/).count()).toBe(0)
  })

  it('a search that finds nothing says so', async () => {
    await page.goto(`${base}/markets`)
    await label('Search').fill('no such coin')
    await page.getByText('No asset matches. Try another name or category.').waitFor()
  })
})

describe('with a service down', () => {
  it.each([
    ['/dashboard', 'portfolio', 'Your account is open.'],
    ['/markets', 'inventory/assets*', '119 of 119 assets'],
    ['/trade/SOL', 'inventory/assets/SOL', 'Open orders'],
    ['/portfolio', 'portfolio', 'You hold nothing yet.'],
    ['/orders', 'orders?*', 'You have placed no orders yet.'],
    ['/account', 'balance/transactions*', 'No movements yet.'],
    ['/profile', 'auth/sessions', 'This one'],
  ])(
    '%s says what is missing, keeps the rest, and has it on another try',
    async (path, api, text) => {
      const letUp = await takeDown(page, api)
      await page.goto(`${base}${path}`)
      await alert(SAID).first().waitFor()
      await page.getByRole('navigation', { name: 'Pages' }).waitFor()
      await letUp()
      await button('Try again').first().click()
      await page.getByText(text).first().waitFor()
      expect(await alert(SAID).count()).toBe(0)
    },
  )

  it('a page of such answers is as readable as any', async () => {
    await takeDown(page, '{portfolio,balance,balance/transactions}*')
    await page.goto(`${base}/account`)
    await alert(SAID).first().waitFor()
    await expectAccessible(page, 'a service down')
  })

  it('a deposit keeps what was typed, and says that it may be sent again', async () => {
    await page.goto(`${base}/account`)
    await takeDown(page, 'balance/deposit')
    await label('Deposit amount').fill('25')
    await button('Deposit').click()
    await page.getByRole('status').filter({ hasText: SAID }).waitFor()
    await page.getByText('It is not known whether $25.00 went through.').waitFor()
    expect(await label('Deposit amount').inputValue()).toBe('25')
    await page.reload()
    await page.getByText('It is not known whether $25.00 went through.').waitFor()
  })
})

describe('movement on the page', () => {
  const moving = () =>
    page.evaluate(`document.getAnimations().filter((one) => one instanceof CSSAnimation).length`)

  it('is left out for those who asked their system for less of it', async () => {
    await page.route('**/api/v1/portfolio', () => {})
    await page.goto(`${base}/portfolio`)
    await page.getByText('Loading').first().waitFor({ state: 'attached' })
    expect(await moving()).toBe(0)
    await page.emulateMedia({ reducedMotion: 'no-preference' })
    expect(await moving()).toBeGreaterThan(0)
  })
})
