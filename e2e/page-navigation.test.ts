import '@cnop/common/testing/provided-context'
import type { BrowserContext, Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'

import { DESKTOP, openBrowser } from './browser.ts'
import { focused } from './keyboard.ts'
import { personWith, signIn } from './signed-in.ts'

const base = inject('pageUrl')

let context: BrowserContext
let page: Page
let person: Awaited<ReturnType<typeof personWith>>['person']

const navigation = () => page.getByRole('navigation', { name: 'Pages' })

beforeEach(async () => {
  ;({ context, page } = await openBrowser(DESKTOP))
  ;({ person } = await personWith(inject('gatewayUrl'), '10.00'))
  await signIn(page, base, person)
})
afterEach(async () => await context.close())

describe('the header', () => {
  it('is gone through by Tab as it is read', async () => {
    const stops: string[] = []
    await page.getByRole('link', { name: 'Order Processor', exact: true }).focus()
    for (let stop = 0; stop < 8; stop += 1) {
      await page.keyboard.press('Tab')
      stops.push(await focused(page))
    }
    expect(stops.slice(0, 5)).toEqual(['Dashboard', 'Markets', 'Portfolio', 'Orders', 'Account'])
    expect(stops[5]).toContain(person.username)
    expect(stops.slice(6)).toEqual(['Log out', expect.stringContaining('theme')])
  })

  it('says that an asset is traded from the markets', async () => {
    await page.goto(`${base}/trade/ETH`)
    const current = navigation().locator('[aria-current]')
    await current.waitFor()
    expect(await current.allTextContents()).toEqual(['Markets'])
    await navigation().getByRole('link', { name: 'Markets' }).click()
    await navigation().locator('[aria-current=page]').waitFor()
  })

  it('has room for every link on the narrowest phone', async () => {
    await page.setViewportSize({ width: 320, height: 640 })
    expect(await navigation().evaluate((nav) => nav.scrollWidth - nav.clientWidth)).toBe(0)
  })
})

it('who logs out is told so, and whoever logs in next begins at the dashboard', async () => {
  await page.goto(`${base}/profile`)
  await page.getByRole('button', { name: 'Log out', exact: true }).click()
  await page.getByRole('status').filter({ hasText: 'You are signed out.' }).waitFor()
  expect(page.url()).toBe(`${base}/login`)
  await page.getByLabel('Username or email', { exact: true }).fill(person.username)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Log in', exact: true }).click()
  await page.waitForURL(`${base}/dashboard`)
})
