import '@cnop/common/testing/provided-context'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { afterEach, expect, inject, it } from 'vitest'
import { z } from 'zod'

import { DESKTOP, openBrowser } from './browser.ts'
import { personWith, signIn } from './signed-in.ts'

const base = inject('pageUrl')

let context: BrowserContext
let page: Page

afterEach(async () => await context.close())

const styleOf = async (
  element: Locator,
  property: 'backgroundColor' | 'borderBottomColor' | 'borderTopWidth' | 'color',
): Promise<string> =>
  await element.first().evaluate((node, name) => getComputedStyle(node)[name], property)

const segment = (name: string): Locator =>
  page.locator('label', { hasText: new RegExp(`^${name}$`) })

/** How much of the chart is not its background, from 0 to 1. */
const INK_OF_CHART = `(() => {
  let [ink, all] = [0, 0]
  for (const canvas of document.querySelectorAll('[data-chart] canvas')) {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
    const background = data.slice(0, 3).join()
    for (let at = 0; at < data.length; at += 4) {
      if (data[at + 3] === 0) continue
      all += 1
      if (data.slice(at, at + 3).join() !== background) ink += 1
    }
  }
  return ink / all
})()`

it.each(['light', 'dark'] as const)(
  'shows choices, buttons, charts and legends in a forced %s palette',
  async (colorScheme) => {
    ;({ context, page } = await openBrowser(DESKTOP, [], { forcedColors: 'active', colorScheme }))
    const { person, api } = await personWith(inject('gatewayUrl'), '1000.00')
    for (const asset_id of ['BTC', 'ETH'])
      await api.post('/orders', { order_type: 'market_buy', asset_id, quote_amount: '100.00' })
    await signIn(page, base, person)
    await page.goto(`${base}/trade/BTC`)

    await page.getByRole('button', { name: 'Review order' }).waitFor()
    for (const [chosen, other] of [
      ['Buy', 'Sell'],
      ['Market', 'Limit'],
      ['USD', 'Quantity'],
      ['5 m', '1 h'],
    ] as const) {
      const looks = [segment(chosen), segment(other)].map(
        async (element) => await styleOf(element, 'backgroundColor'),
      )
      const [chosenLook, otherLook] = await Promise.all(looks)
      expect([chosen, chosenLook === otherLook]).toEqual([chosen, false])
    }
    for (const name of ['Review order', 'Log out', '50%'])
      expect([
        name,
        await styleOf(page.getByRole('button', { name, exact: true }), 'borderTopWidth'),
      ]).not.toEqual([name, '0px'])
    const links = page.getByRole('navigation').getByRole('link')
    expect(await styleOf(links.filter({ hasText: 'Markets' }), 'borderBottomColor')).not.toBe(
      await styleOf(links.filter({ hasText: 'Orders' }), 'borderBottomColor'),
    )

    await page.locator('[data-chart] canvas').first().waitFor()
    await expect
      .poll(async () => z.number().parse(await page.evaluate(INK_OF_CHART)))
      .toBeGreaterThan(0.002)
    expect(z.number().parse(await page.evaluate(INK_OF_CHART))).toBeLessThan(0.3)

    await page.goto(`${base}/portfolio`)
    const squares = page.locator('caption:has-text("How the portfolio is divided") ~ tbody th span')
    await squares.first().waitFor()
    const colors = await Promise.all(
      (await squares.all()).map(async (square) => await styleOf(square, 'color')),
    )
    expect(new Set(colors).size).toBe(3)
    await page.goto(`${base}/markets`)
    await page.getByRole('link', { name: 'BTC Bitcoin', exact: true }).waitFor()
  },
)
