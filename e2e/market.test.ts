import '@cnop/common/testing/provided-context'
import type { BrowserContext, Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest'

import { clientOf, newPerson } from './api.ts'
import { DESKTOP, openBrowser } from './browser.ts'

const base = inject('pageUrl')
const WAIT = { timeout: 20_000, interval: 100 }
const STREAM = '**/market/stream*'

let context: BrowserContext
let page: Page
let complaints: string[]

beforeEach(async () => {
  ;({ context, page, complaints } = await openBrowser(DESKTOP))
})
afterEach(async () => await context.close())

const signIn = async (): Promise<void> => {
  const person = newPerson()
  await clientOf(inject('gatewayUrl')).post('/auth/register', person)
  await page.goto(`${base}/login`)
  await page.getByLabel('Username or email', { exact: true }).fill(person.username)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Log in', exact: true }).click()
  await page.waitForURL('**/dashboard')
}

const priceOfFirst = async (): Promise<string> =>
  (await page.getByRole('row').nth(1).getByRole('cell').nth(1).textContent()) ?? ''

const movesFrom = (before: string) =>
  vi.waitFor(async () => expect(await priceOfFirst()).not.toBe(before), WAIT)

describe('prices on the page', () => {
  it('move by themselves, without being asked for', async () => {
    await page.goto(base)
    await page.getByText('Simulated', { exact: true }).first().waitFor()
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await movesFrom(await priceOfFirst())
    await movesFrom(await priceOfFirst())
    expect(asked.filter((url) => url.includes('/inventory/assets'))).toEqual([])
    expect(complaints).toEqual([])
  })

  it('are asked for while the stream cannot be had', async () => {
    await page.route(STREAM, (route) => route.abort())
    await page.goto(base)
    await page.getByText('Simulated', { exact: true }).first().waitFor()
    await movesFrom(await priceOfFirst())
  })
})

describe('the chart of an asset', () => {
  it('draws candles of the length chosen, under the policy of the page', async () => {
    await signIn()
    await page.goto(`${base}/trade/BTC`)
    const chart = page.getByRole('img', { name: 'Price of BTC every 5 minutes, as candles' })
    await chart.locator('canvas').first().waitFor()
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.url().includes('interval=1h')),
      page.getByText('1 h', { exact: true }).click(),
    ])
    expect(answer.status()).toBe(200)
    await page.getByRole('img', { name: 'Price of BTC every hour, as candles' }).waitFor()
    expect(complaints).toEqual([])
  })
})
