import '@cnop/common/testing/provided-context'
import type { BrowserContext, Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { z } from 'zod'

import { DESKTOP, PHONE, openBrowser } from './browser.ts'
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

describe('the markets, gone back to', () => {
  it('are searched, narrowed down and sorted as they were', async () => {
    await page.goto(`${base}/markets`)
    await page.getByRole('button', { name: 'Meme', exact: true }).click()
    await page.getByRole('button', { name: 'Price', exact: true }).click()
    await page.getByLabel('Search', { exact: true }).pressSequentially('inu')
    await page.waitForURL(/search=inu/)
    const rows = page.locator('tr[data-asset]')
    const before = await rows.count()
    await page.getByRole('link', { name: /^SHIB/ }).click()
    await page.getByRole('heading', { name: /SHIB/ }).waitFor()
    await page.goBack()
    await page.getByRole('link', { name: /^SHIB/ }).waitFor()
    expect(await page.getByLabel('Search', { exact: true }).inputValue()).toBe('inu')
    expect(await rows.count()).toBe(before)
    expect(new URL(page.url()).search).toBe('?category=meme&sort=-price&search=inu')
    await page.getByRole('button', { name: 'Meme', exact: true, pressed: true }).waitFor()
    await page
      .getByRole('columnheader', { name: 'Price' })
      .and(page.locator('[aria-sort=descending]'))
      .waitFor()
  })

  it.each([DESKTOP, PHONE])('are where they were scrolled to, $width wide', async (viewport) => {
    await page.setViewportSize(viewport)
    await page.goto(`${base}/markets`)
    await page.locator('tr[data-asset]').first().waitFor()
    const place = async () => z.number().parse(await page.evaluate('scrollY'))
    await page.evaluate('scrollTo(0, 3000)')
    const link = page.locator('tr[aria-rowindex="60"]').getByRole('link')
    await link.waitFor()
    await link.scrollIntoViewIfNeeded()
    const before = await place()
    await link.click()
    await page.waitForURL(/trade/)
    await page.locator('canvas').first().waitFor()
    await page.goBack()
    await link.waitFor()
    // Less than half a row away, as rows are measured when they are drawn.
    await expect.poll(async () => Math.abs((await place()) - before)).toBeLessThan(24)
  })
})

describe('a row of the markets, sorted by price', () => {
  const Answer = z.looseObject({ assets: z.array(z.looseObject({ asset_id: z.string() })) })
  const symbols = () => page.locator('tr[data-asset] a span:first-child').allTextContents()

  it('stays under the pointer when prices change, and goes where it belongs after', async () => {
    const prices = new Map([
      ['BTC', '2.00'],
      ['ETH', '1.00'],
    ])
    await page.route('**/api/v1/market/stream*', (route) => route.abort())
    await page.route('**/api/v1/inventory/assets', async (route) => {
      const response = await route.fetch()
      const { assets, ...rest } = Answer.parse(await response.json())
      const two = assets.flatMap((asset) => {
        const price_usd = prices.get(asset.asset_id)
        return price_usd === undefined ? [] : [{ ...asset, price_usd }]
      })
      await route.fulfill({ response, json: { ...rest, assets: two } })
    })
    await page.goto(`${base}/markets?sort=-price`)
    await page.getByText('$2.00').waitFor()
    await page.locator('tr[data-asset=BTC]').hover()
    prices.set('BTC', '0.50')
    await page.getByText('$0.50').waitFor()
    expect(await symbols()).toEqual(['BTC', 'ETH'])
    await page.getByLabel('Search', { exact: true }).hover()
    await expect.poll(symbols).toEqual(['ETH', 'BTC'])
  })
})

describe('a dialog', () => {
  const dialog = () => page.getByRole('dialog')

  it('opens with the focus on its title, and Back closes it and stays on the page', async () => {
    await page.goto(`${base}/markets`)
    await page.getByLabel('Search', { exact: true }).fill('eth')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Ethereum (ETH)' }).waitFor()
    const address = page.url()
    await page.getByLabel('Amount in USD', { exact: true }).fill('5')
    for (const close of [() => page.goBack(), () => page.keyboard.press('Escape')]) {
      await page.getByRole('button', { name: 'Review order' }).click()
      await dialog().getByText('This price is firm').waitFor()
      expect(await focused(page)).toBe('Buy Ethereum')
      await close()
      await dialog().waitFor({ state: 'hidden' })
      expect(page.url()).toBe(address)
      expect(await page.getByLabel('Amount in USD', { exact: true }).inputValue()).toBe('5')
    }
    await page.goBack()
    await page.getByRole('heading', { name: 'Markets' }).waitFor()
  })

  it('of a figure has its times in words', async () => {
    await page.goto(`${base}/trade/ETH`)
    await page.getByLabel('Amount in USD', { exact: true }).fill('5')
    await page.getByRole('button', { name: 'Review order' }).click()
    await page.getByRole('button', { name: 'Place order' }).click()
    await page
      .getByText(/Bought .* ETH/)
      .first()
      .waitFor()
    await page.goto(`${base}/portfolio`)
    await page.getByRole('button', { name: 'explain Assets' }).click()
    await dialog()
      .getByText(/seen \w{3} \d/)
      .waitFor()
    expect(
      await dialog()
        .getByText(/\dT\d|\/assets\//)
        .count(),
    ).toBe(0)
  })
})
