import '@cnop/common/testing/provided-context'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'

import { newcomer } from './attacker.ts'
import { DESKTOP, openBrowser } from './browser.ts'

const gateway = inject('gatewayUrl')

let context: BrowserContext
let page: Page
let complaints: string[]

beforeAll(async () => {
  ;({ context, page, complaints } = await openBrowser(DESKTOP))
  await page.goto(`${gateway}/docs`)
})
afterAll(async () => await context.close())

const operation = (id: string) => page.locator(`.opblock[id$="-${id}"]`)

/** Opens an operation, sends it as it stands, and reads the status of what came back. */
const tryOut = async (id: string): Promise<string> => {
  const block = operation(id)
  await block.locator('.opblock-summary-control').click()
  await block.getByRole('button', { name: 'Try it out' }).click()
  await block.getByRole('button', { name: 'Execute' }).click()
  return (
    await block.locator('.live-responses-table .response-col_status').last().innerText()
  ).trim()
}

it('the description is read, and tried out with a token, under its policy', async () => {
  const { bearer } = await newcomer(gateway)
  await page.getByRole('button', { name: 'Authorize' }).first().click()
  await page
    .getByLabel('auth-bearer-value')
    .fill(bearer['authorization']?.slice('Bearer '.length) ?? '')
  await page.getByRole('button', { name: 'Apply credentials' }).first().click()
  await page.getByRole('button', { name: 'Close' }).first().click()

  expect(await tryOut('getBalance')).toBe('200')
  expect(await operation('getBalance').locator('.live-responses-table').innerText()).toContain(
    '100.00',
  )
  // The example of the body is one that the platform takes.
  expect(await tryOut('deposit')).toBe('201')
  expect(await tryOut('placeOrder')).toBe('201')
  expect(complaints).toEqual([])
})

it('names the document, to be kept and read by programs', async () => {
  const answer = await fetch(`${gateway}/openapi.json`)
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
  const { openapi } = Object(await answer.json())
  expect(openapi).toBe('3.1.0')
  expect(await page.locator('a.link[href*="json"]').count()).toBeGreaterThan(0)
})
