import '@cnop/common/testing/provided-context'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'

import { DESKTOP, openBrowser } from './browser.ts'
import { personWith, signIn } from './signed-in.ts'

const base = inject('pageUrl')

let opened: Awaited<ReturnType<typeof openBrowser>>

beforeAll(async () => {
  opened = await openBrowser(DESKTOP)
  const { person } = await personWith(inject('gatewayUrl'), '10.00')
  await signIn(opened.page, base, person)
})
afterAll(async () => await opened.context.close())

it('the chart reads out the candle under the pointer, and the last one without it', async () => {
  const { page } = opened
  await page.goto(`${base}/trade/ETH`)
  const begins = page.locator('dl[aria-hidden] > dd').first()
  const canvas = page.locator('canvas').first()
  await canvas.waitFor()
  const last = await begins.innerText()
  await canvas.hover({ position: { x: 200, y: 100 } })
  await expect.poll(() => begins.innerText()).not.toBe(last)
  await page.getByRole('heading', { name: 'Ethereum (ETH)' }).hover()
  await expect.poll(() => begins.innerText()).toBe(last)
})
