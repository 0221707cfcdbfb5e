import '@cnop/common/testing/provided-context'
import type { BrowserContext, Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { z } from 'zod'

import { DESKTOP, openBrowser } from './browser.ts'
import { personWith, signIn } from './signed-in.ts'

const base = inject('pageUrl')

let context: BrowserContext
let page: Page

beforeEach(async () => {
  ;({ context, page } = await openBrowser(DESKTOP, [], { colorScheme: 'dark' }))
})
afterEach(async () => await context.close())

const visible = async (selector: string): Promise<number> =>
  await page.locator(selector).filter({ visible: true }).count()

const styleOfBody = async (property: string): Promise<string> =>
  z.string().parse(await page.evaluate(`getComputedStyle(document.documentElement).${property}`))

const sheets = async (format: 'A4' | 'Letter'): Promise<number> => {
  const pdf = await page.pdf({ format })
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0
}

const CONTROLS = 'nav, form, input, select, button:not([aria-haspopup="dialog"], th button)'

describe('a page on paper', () => {
  it('has every row of the markets, in light colors and without controls', async () => {
    const { person } = await personWith(inject('gatewayUrl'), '1000.00')
    await signIn(page, base, person)
    await page.goto(`${base}/markets`)
    const rows = page
      .getByRole('region', { name: 'Assets and their prices' })
      .locator('[data-asset]')
    await rows.first().waitFor()
    await page.evaluate(`document.documentElement.dataset.theme = 'dark'`)
    const onScreen = await rows.count()
    const all = Number((await page.getByText(/^\d+ of \d+ assets$/).textContent())?.split(' ')[0])
    expect(onScreen).toBeLessThan(all)

    await page.emulateMedia({ media: 'print' })
    await expect.poll(async () => await rows.count(), { timeout: 10_000 }).toBe(all)
    expect(await visible(CONTROLS)).toBe(0)
    expect(await styleOfBody('backgroundColor')).toBe('rgb(255, 255, 255)')
    expect(await styleOfBody('color')).toBe('rgb(20, 24, 31)')

    await page.emulateMedia({ media: 'screen' })
    await expect.poll(async () => await rows.count(), { timeout: 10_000 }).toBe(onScreen)
    for (const format of ['A4', 'Letter'] as const) expect(await sheets(format)).toBeGreaterThan(3)
    await expect.poll(async () => await rows.count(), { timeout: 10_000 }).toBe(onScreen)
  })

  it('has the figures and the chart of an asset, and no ticket', async () => {
    const { person, api } = await personWith(inject('gatewayUrl'), '1000.00')
    await api.post('/orders', { order_type: 'market_buy', asset_id: 'BTC', quote_amount: '100.00' })
    await signIn(page, base, person)
    await page.goto(`${base}/trade/BTC`)
    await page.locator('[data-chart] canvas').first().waitFor()
    await page.emulateMedia({ media: 'print' })
    await page.locator('[data-print-picture]').waitFor()
    expect(await visible(CONTROLS)).toBe(0)
    expect(await page.getByRole('heading', { name: 'Order', exact: true }).count()).toBe(0)
    await page.getByRole('heading', { name: 'Your holding' }).waitFor()
    expect(await sheets('A4')).toBeLessThan(4)
    await page.emulateMedia({ media: 'screen' })
    expect(await page.locator('[data-print-picture]').count()).toBe(0)
    for (const path of ['portfolio', 'dashboard', 'orders', 'account']) {
      await page.goto(`${base}/${path}`)
      await page.getByRole('table').first().waitFor()
      await page.emulateMedia({ media: 'print' })
      expect([path, await visible(CONTROLS)]).toEqual([path, 0])
      await page.emulateMedia({ media: 'screen' })
    }
  })
})
