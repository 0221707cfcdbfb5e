import '@cnop/common/testing/provided-context'
import type { BrowserContext, Page } from 'playwright-core'
import { afterEach, beforeEach, expect, inject, it } from 'vitest'

import { expectAccessible } from './axe.ts'
import { DESKTOP, openBrowser } from './browser.ts'
import { doorTo } from './hanging-door.ts'
import { personWith, signIn } from './signed-in.ts'

let context: BrowserContext
let page: Page
let door: Awaited<ReturnType<typeof doorTo>>

const button = (name: string) => page.getByRole('button', { name, exact: true })
const paused = () => page.getByRole('status').filter({ hasText: 'Prices paused' })

// The page has a clock of its own, which the tests move on.
beforeEach(async () => {
  ;({ context, page } = await openBrowser(DESKTOP))
  door = await doorTo(inject('pageUrl'))
  const { person } = await personWith(inject('gatewayUrl'), '1000.00')
  await page.clock.install()
  await signIn(page, door.url, person)
})
afterEach(async () => {
  door.close()
  await context.close()
})

const later = async (seconds: number): Promise<void> =>
  await page.clock.fastForward(seconds * 1_000)

it('a platform that hangs is told by its silence, prices are not taken for live, and all is well when it goes on', async () => {
  await page.goto(`${door.url}/trade/ETH`)
  await page.locator('canvas').first().waitFor()
  await page.getByText('Simulated', { exact: true }).first().waitFor()
  door.hang()
  await later(16)
  await paused().waitFor()
  await page.getByText('Paused', { exact: true }).first().waitFor()
  await expectAccessible(page, 'prices that are paused')
  door.goOn()
  await later(16)
  await paused().waitFor({ state: 'detached' })
  await page.getByText('Simulated', { exact: true }).first().waitFor()
})

it('a list that does not come says so after ten seconds, and goes on saying so', async () => {
  await page.route('**/api/v1/inventory/assets', () => {})
  await page.goto(`${door.url}/markets`)
  await page.getByRole('heading', { name: 'Markets' }).waitFor()
  await page.getByText('Loading').first().waitFor({ state: 'attached' })
  await later(11)
  const said = page.getByRole('alert').filter({ hasText: 'could not be reached' })
  await said.waitFor()
  await later(5)
  await said.waitFor()
  await page.unroute('**/api/v1/inventory/assets')
  // A request that still hangs ends after its ten seconds, and only then is another sent.
  const isThere = async (): Promise<boolean> => {
    await later(11)
    return await page.getByText('119 of 119 assets').isVisible()
  }
  await expect.poll(isThere, { timeout: 20_000 }).toBe(true)
})

it('an order nothing is heard of can be left, is said to be open after twenty seconds, and is one order', async () => {
  await page.goto(`${door.url}/trade/ETH`)
  await page.getByLabel('Amount in USD', { exact: true }).fill('100')
  await button('Review order').click()
  await page.getByText('This price is firm').waitFor()
  door.hang()
  await button('Place order').click()
  await page.getByText('This price is firm').waitFor({ state: 'detached' })
  await button('Back').click()
  await button('Placing …').waitFor()
  await later(21)
  await page.getByText('It is not known whether your order to buy ETH').waitFor()
  door.goOn()
  await button('Send it again').click()
  await page
    .getByRole('status')
    .filter({ hasText: /Bought .* ETH/ })
    .waitFor()
  await page.goto(`${door.url}/orders`)
  await page.getByRole('region', { name: 'Your orders' }).getByText('ETH').first().waitFor()
  expect(await page.locator('tbody tr').count()).toBe(1)
})
