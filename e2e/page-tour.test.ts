import '@cnop/common/testing/provided-context'
import type { BrowserContext, Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'

import { clientOf, newPerson } from './api.ts'
import { expectAccessible, expectNoSidewaysScroll } from './axe.ts'
import { DESKTOP, openBrowser } from './browser.ts'
import { signIn } from './signed-in.ts'

const base = inject('pageUrl')

let context: BrowserContext
let page: Page
let complaints: string[]

beforeEach(async () => {
  ;({ context, page, complaints } = await openBrowser(DESKTOP))
})
afterEach(async () => await context.close())

const tour = (title: string) => page.getByRole('region', { name: title })
const button = (name: string) => page.getByRole('button', { name, exact: true })

const register = async (): Promise<ReturnType<typeof newPerson>> => {
  const person = newPerson()
  await page.goto(`${base}/register`)
  await page.getByLabel('First name').fill(person.first_name)
  await page.getByLabel('Last name').fill(person.last_name)
  await page.getByLabel('Username').fill(person.username)
  await page.getByLabel('Email').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await button('Create account').click()
  await page.waitForURL('**/dashboard')
  await tour('Deposit simulated money').waitFor()
  return person
}

describe('the tour', () => {
  it('takes someone new in three steps to a first order, by keyboard, and never again', async () => {
    const { username } = await register()
    await button('Next: find an asset').press('Enter')
    await page.waitForURL('**/markets')
    await tour('Find an asset').getByText('Step 2 of 3').waitFor()
    await page.reload()
    await button('Next: place an order').press('Enter')
    await page.waitForURL('**/trade/BTC')
    await page.locator(':focus', { hasText: 'Place your first order' }).waitFor()
    await button('Done').press('Enter')
    await tour('Place your first order').waitFor({ state: 'detached' })
    await page.reload()
    await page.getByRole('heading', { name: 'Bitcoin' }).first().waitFor()
    expect(await page.getByText('Step 3 of 3').count()).toBe(0)
    expect(await page.evaluate(`localStorage.getItem('tour:${username}')`)).toBeNull()
    expect(complaints).toEqual([])
  })

  it('goes by what one does without it, and stays away from pages it is not about', async () => {
    await register()
    await page.getByLabel('Deposit amount').fill('1000')
    await button('Deposit').click()
    await tour('Find an asset').getByText('Step 2 of 3').waitFor()
    await page.goto(`${base}/profile`)
    await page.getByRole('heading', { name: 'Sessions' }).waitFor()
    expect(await page.getByText(/Step . of 3/).count()).toBe(0)
    await page.goto(`${base}/account`)
    await button('Browse the markets').click()
    await page.waitForURL('**/markets')
    await page.getByRole('link', { name: 'ETH Ethereum', exact: true }).click()
    await tour('Place your first order').getByText('Step 3 of 3').waitFor()
    await page.getByLabel('Amount in USD', { exact: true }).fill('100')
    await button('Review order').click()
    await button('Place order').click()
    await page
      .getByRole('status')
      .filter({ hasText: /^Bought/ })
      .waitFor()
    await tour('Place your first order').waitFor({ state: 'detached' })
    await page.goto(`${base}/dashboard`)
    await page.getByRole('region', { name: 'Your holdings' }).getByText('ETH').waitFor()
    expect(await page.getByText(/Step . of 3/).count()).toBe(0)
  })

  it('ends with Escape, and for good', async () => {
    await register()
    await button('Skip the tour').focus()
    await page.keyboard.press('Escape')
    await tour('Deposit simulated money').waitFor({ state: 'detached' })
    await page.reload()
    await page.getByLabel('Deposit amount').waitFor()
    expect(await page.getByText('Step 1 of 3').count()).toBe(0)
  })

  it('is not for those who have an account already', async () => {
    const person = newPerson()
    await clientOf(inject('gatewayUrl')).post('/auth/register', person)
    await signIn(page, base, person)
    await page.getByLabel('Deposit amount').waitFor()
    expect(await page.getByText('Step 1 of 3').count()).toBe(0)
  })

  it('is in nobody’s way: axe finds nothing, and nothing scrolls sideways', async () => {
    await register()
    await expectAccessible(page, 'the tour')
    await expectNoSidewaysScroll(page, 'the tour')
  })
})
