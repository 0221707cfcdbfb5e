import '@cnop/common/testing/provided-context'
import type { BrowserContext, Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { z } from 'zod'

import { DESKTOP, openBrowser } from './browser.ts'
import { personWith, signIn } from './signed-in.ts'

const base = inject('pageUrl')

let context: BrowserContext
let page: Page
let complaints: string[]

beforeEach(async () => {
  ;({ context, page, complaints } = await openBrowser(DESKTOP))
})
afterEach(async () => await context.close())

const percentOf = (text: string): number =>
  Number.parseFloat(text.replace('−', '-').replace(/^[^\d+-]*/, ''))

describe('the landing', () => {
  it('shows what rises and falls most, strongest first, and leads to trading it', async () => {
    await page.goto(base)
    const rising = page
      .locator('section')
      .filter({ has: page.getByRole('heading', { name: 'Rising' }) })
      .last()
    const links = rising.getByRole('link')
    await links.first().waitFor()
    const changes = (await links.allTextContents()).map((text) =>
      percentOf(/[+−][\d.]+ %$/.exec(text)?.[0] ?? ''),
    )
    expect(changes.every((change) => change > 0)).toBe(true)
    expect(changes).toEqual(changes.toSorted((a, b) => b - a))
    await links.first().click()
    await page.waitForURL(/\/login\?from=%2Ftrade%2F/)
    expect(complaints).toEqual([])
  })

  it('loads no script of the pages behind it', async () => {
    const scripts: string[] = []
    page.on('request', (request) => {
      if (request.resourceType() === 'script') scripts.push(new URL(request.url()).pathname)
    })
    await page.goto(base)
    await page.getByRole('table').waitFor()
    const names = scripts.map((path) => path.replace(/^\/assets\/(.*)-[\w-]{8}\.js$/, '$1'))
    // The live prices are its own, and come after it is drawn.
    expect(names.filter((name) => name !== 'join-prices').toSorted()).toEqual([
      'early',
      'index',
      'libraries',
      'page',
      'rolldown-runtime',
    ])
  })
})

describe('the table of the markets', () => {
  const table = () => page.getByRole('table', { name: 'Assets and their prices' })
  const rowIndexes = async (): Promise<number[]> =>
    z
      .array(z.number())
      .parse(
        await page.evaluate(
          `[...document.querySelectorAll('tbody tr[aria-rowindex]')].map((row) => Number(row.ariaRowIndex))`,
        ),
      )

  beforeEach(async () => {
    const { person } = await personWith(inject('gatewayUrl'), '10.00')
    await signIn(page, base, person)
    await page.goto(`${base}/markets`)
    await table().waitFor()
  })

  it('draws the rows near view, says how many there are, and reaches the last', async () => {
    const count = Number(await table().getAttribute('aria-rowcount'))
    expect(count).toBeGreaterThan(100)
    const first = await rowIndexes()
    expect(first[0]).toBe(2)
    expect(first.length).toBeLessThan(count / 2)
    await page.getByRole('status').filter({ hasText: 'assets' }).scrollIntoViewIfNeeded()
    await page.locator(`tr[aria-rowindex="${count}"]`).waitFor()
    expect((await rowIndexes()).length).toBeLessThan(count / 2)
  })

  it('keeps the row with the focus, however far it is scrolled away', async () => {
    const star = page.getByRole('button', { name: 'Watch ETH', exact: true })
    await star.focus()
    await page.getByRole('status').filter({ hasText: 'assets' }).scrollIntoViewIfNeeded()
    await page.locator('tr[aria-rowindex="100"]').waitFor()
    expect(await star.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(
      true,
    )
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    const [symbol] = await page.locator('tr:focus-within').allTextContents()
    expect(symbol).toMatch(/USDT/)
  })
})
