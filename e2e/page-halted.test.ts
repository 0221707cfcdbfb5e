import '@cnop/common/testing/provided-context'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { z } from 'zod'

import { clientOf } from './api.ts'
import { expectAccessible, expectNoSidewaysScroll } from './axe.ts'
import { DESKTOP, openBrowser } from './browser.ts'
import { personWith, signIn } from './signed-in.ts'

const base = inject('pageUrl')
/** Of assets that no other test trades. */
const ASSET = 'XLM'
const HALTED = `Trading in ${ASSET} is halted.`

const WAIT = { timeout: 20_000 }

const administrator = clientOf(inject('gatewayUrl'))
const setTrading = async (body: object): Promise<void> => {
  expect((await administrator.put(`/admin/assets/${ASSET}`, body)).status).toBe(200)
}
const halt = () => setTrading({ is_active: false, reason: 'A test of the customer’s side' })
const resume = () => setTrading({ is_active: true })

let context: BrowserContext
let page: Page
let signedIn: Awaited<ReturnType<typeof personWith>>

const button = (name: string) => page.getByRole('button', { name, exact: true })
const label = (name: string) => page.getByLabel(name, { exact: true })
const status = (text: string | RegExp) => page.getByRole('status').filter({ hasText: text })

/** Someone with money and an order that waits. */
beforeAll(async () => {
  const { username, password } = inject('administrator')
  await administrator.logIn(username, password)
  ;({ context, page } = await openBrowser(DESKTOP))
  signedIn = await personWith(inject('gatewayUrl'), '1000.00')
  await signedIn.api.post('/orders', {
    order_type: 'limit_buy',
    asset_id: ASSET,
    quantity: '100',
    price: '0.01',
  })
  await signIn(page, base, signedIn.person)
})
beforeEach(async () => {
  page = await context.newPage()
})
afterEach(async () => {
  await resume()
  await page.close()
})
afterAll(async () => await context.close())

const placedOrders = async (): Promise<number> =>
  z.array(z.unknown()).parse((await signedIn.api.get('/orders')).body['data']).length

describe('an asset that is halted while someone looks on', () => {
  it('says so on the markets, and no longer once it goes on', async () => {
    await page.goto(`${base}/markets`)
    await label('Search').fill(ASSET)
    const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: ASSET }) })
    await row.waitFor()
    const mark = row.getByText('Halted', { exact: true })
    expect(await mark.count()).toBe(0)
    await halt()
    await mark.waitFor()
    await resume()
    await mark.waitFor({ state: 'detached' })
    await row.waitFor()
  })

  it('cannot be ordered, says why, keeps what was typed, and can be ordered once it goes on', async () => {
    await page.goto(`${base}/trade/${ASSET}`)
    await label('Amount in USD').fill('25')
    await button('Review order').waitFor()
    const before = await placedOrders()
    await halt()
    await status(HALTED).waitFor()
    expect(await button(HALTED).isDisabled()).toBe(true)
    await label('Amount in USD').press('Enter')
    await label('Amount in USD').fill('26')
    expect(await button(HALTED).isDisabled()).toBe(true)
    expect(await page.getByRole('dialog').count()).toBe(0)
    await expectAccessible(page, 'a halted asset')
    await expectNoSidewaysScroll(page, 'a halted asset')

    await resume()
    await status(HALTED).waitFor({ state: 'detached' })
    expect(await label('Amount in USD').inputValue()).toBe('26')
    await button('Review order').click()
    await page.getByText('This price is firm').waitFor()
    await button('Place order').click()
    await status(new RegExp(`Bought .* ${ASSET}`)).waitFor()
    expect(await placedOrders()).toBe(before + 1)
  })

  it('is not ordered by who was asked already, and is once it goes on', async () => {
    await page.goto(`${base}/trade/${ASSET}`)
    const before = await placedOrders()
    await label('Amount in USD').fill('25')
    await button('Review order').click()
    const question = page.getByRole('dialog')
    await question.getByText('This price is firm').waitFor()
    await halt()
    await question.getByText(HALTED).first().waitFor()
    expect(await button('Place order').isDisabled()).toBe(true)
    await resume()
    await question.getByText(HALTED).first().waitFor({ state: 'detached' })
    await question.getByText('This price is firm').waitFor()
    await button('Place order').click()
    await status(new RegExp(`Bought .* ${ASSET}`)).waitFor()
    expect(await placedOrders()).toBe(before + 1)
  })

  it('is refused by the platform where the page has not heard of it yet', async () => {
    await page.route('**/market/stream*', (route) => route.abort())
    await page.goto(`${base}/trade/${ASSET}`)
    await label('Show me each order before it is placed').uncheck()
    await label('Amount in USD').fill('25')
    await button(`Buy ${ASSET} now`).waitFor()
    await page.route(`**/inventory/assets/${ASSET}`, (route) => route.abort())
    const before = await placedOrders()
    await halt()
    const order = { order_type: 'market_buy', asset_id: ASSET, quote_amount: '25.00' }
    const preview = async () => (await signedIn.api.post('/orders/preview', order)).body
    await expect.poll(preview, WAIT).toMatchObject({ code: 'ASSET_NOT_TRADABLE' })
    await button(`Buy ${ASSET} now`).click()
    await page.getByRole('alert').filter({ hasText: HALTED }).waitFor()
    expect(await label('Amount in USD').inputValue()).toBe('25')
    expect(await placedOrders()).toBe(before)
    await page.getByRole('checkbox').check()
  })

  it('leaves orders that wait where they are, and they can be cancelled', async () => {
    await halt()
    await page.goto(`${base}/trade/${ASSET}`)
    await status(HALTED).waitFor()
    await page.goto(`${base}/orders`)
    await button(`Cancel the limit buy of 100 ${ASSET} at $0.01`).waitFor()
    await page.goto(`${base}/trade/${ASSET}`)
    await status(HALTED).waitFor()
    await button(`Cancel the limit buy of 100 ${ASSET} at $0.01`).click()
    await page.getByText(`No order for ${ASSET} waits for its price.`).waitFor()
  })
})
