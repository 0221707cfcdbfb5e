import '@cnop/common/testing/provided-context'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'

import { clientOf } from './api.ts'
import { DESKTOP, openBrowser } from './browser.ts'
import { personWith, savedFile, signIn } from './signed-in.ts'

const base = inject('pageUrl')
const WAIT = { timeout: 20_000 }

let context: BrowserContext
let page: Page
let complaints: string[]
let username: string

const button = (name: string | RegExp) => page.getByRole('button', { name })
const exactly = (name: string) => page.getByRole('button', { name, exact: true })
const label = (name: string) => page.getByLabel(name, { exact: true })
const dialog = () => page.getByRole('dialog')
const rows = (region: string) => page.getByRole('region', { name: region }).locator('tbody tr')

/** A deposit, a purchase that filled and one that waits. */
beforeAll(async () => {
  ;({ context, page, complaints } = await openBrowser(DESKTOP))
  const { person, api } = await personWith(inject('gatewayUrl'), '1000.00')
  await api.post('/orders', { order_type: 'market_buy', asset_id: 'ETH', quote_amount: '250.00' })
  const waits = { order_type: 'limit_buy', asset_id: 'BTC', quantity: '0.5', price: '1000' }
  await api.post('/orders', waits)
  await signIn(page, base, person)
  username = person.username
})
afterAll(async () => await context.close())

describe('the dashboard', () => {
  it('shows what was, what is, how it is divided and what waits', async () => {
    await page.goto(`${base}/dashboard`)
    await page.getByRole('table', { name: 'How the portfolio is divided' }).waitFor()
    const open = rows('Your orders').first()
    await open
      .getByRole('button', { name: 'Cancel the limit buy of 0.5 BTC at $1,000.00' })
      .waitFor()
    await open.getByText('at $1,000.00').waitFor()
    await open.getByRole('cell', { name: '$500.00 set aside' }).waitFor()
    await open.getByText('Open', { exact: true }).waitFor()
    await page.getByText('1D', { exact: true }).click()
    await page.getByText(/in the last day|The curve begins/).waitFor()
  })

  it('a figure opens to terms that add up to it', async () => {
    await page.goto(`${base}/dashboard`)
    await button('explain Cash held').click()
    await dialog().getByRole('row', { name: 'Sum $500.00' }).waitFor()
    await dialog()
      .getByRole('paragraph')
      .filter({ hasText: /^\$500\.00 ?as of \d+:\d\d:\d\d/ })
      .waitFor()
    await page.keyboard.press('Escape')
    await button('explain Cash available').click()
    await dialog().getByText('Deposit').first().waitFor()
    await dialog().getByRole('row', { name: 'Sum $250.00' }).waitFor()
  })
})

describe('orders', () => {
  it('can be narrowed down, the choice outlasts a reload, and an empty one says so', async () => {
    await page.goto(`${base}/orders`)
    await rows('Your orders').nth(1).waitFor()
    await label('Status').selectOption('Filled')
    await page.waitForURL('**/orders?status=completed')
    await page.reload()
    await rows('Your orders').getByText('ETH').waitFor()
    expect(await rows('Your orders').count()).toBe(1)
    await label('Asset').fill('btc')
    await page.getByText('No order is like that.').waitFor()
    await button('Show all').click()
    await rows('Your orders').nth(1).waitFor()
  })

  it('are saved as a file, as narrowed down', async () => {
    await page.goto(`${base}/orders?asset=BTC`)
    await rows('Your orders').first().waitFor()
    const { name, text } = await savedFile(page, () =>
      button('Download these orders as CSV').click(),
    )
    expect(name).toMatch(new RegExp(`^orders-${username}-\\d{4}-\\d\\d-\\d\\d\\.csv$`))
    expect(text.trim().split(/\r?\n/).length).toBe(2)
    expect(text).toContain('limit_buy')
  })

  it('one tells what happened to it, and can be cancelled there', async () => {
    await page.goto(`${base}/orders?asset=BTC`)
    await page.getByRole('link', { name: 'Limit buy BTC' }).click()
    await page.getByText('Waits for its price').waitFor()
    // With the year, the seconds and the zone.
    await page
      .locator('time')
      .filter({ hasText: /20\d\d.*\d:\d\d:\d\d.*(UTC|GMT|[A-Z]{3})/ })
      .first()
      .waitFor()
    await button('Cancel order').click()
    await page.getByRole('listitem').filter({ hasText: 'Cancelled' }).waitFor()
    expect(await button('Cancel order').count()).toBe(0)
    await page.goto(`${base}/orders/01ARZ3NDEKTSV4RRFFQ69G5FAV`)
    await page.getByRole('heading', { name: 'There is no such order' }).waitFor()
  })
})

describe('the history of the balance', () => {
  it('can be narrowed down by kind and time, and saved', async () => {
    await page.goto(`${base}/account`)
    await label('Kind').selectOption('Deposits')
    await page.waitForURL('**/account?type=DEPOSIT')
    const movements = rows('Movements of the balance')
    await movements.getByText('Deposit').waitFor()
    await page.getByRole('columnheader', { name: 'Available after' }).waitFor()
    const { text } = await savedFile(page, () => button('Download these movements as CSV').click())
    expect(text).toContain('1000.00')
    await label('To').fill('2020-01-31')
    await page.getByText('No movement is like that.').waitFor()
  })

  it('is saved so that a spreadsheet reads its umlauts, with a plain word for each movement', async () => {
    const { username: name, password } = inject('administrator')
    const administrator = clientOf(inject('gatewayUrl'))
    await administrator.logIn(name, password)
    const adjustment = { amount: '1.00', reason: 'Rückerstattung' }
    await administrator.post(`/admin/users/${username}/adjustments`, adjustment)
    await page.goto(`${base}/account`)
    const { text } = await savedFile(page, () => button('Download these movements as CSV').click())
    expect(text.startsWith('\u{feff}transaction_id,')).toBe(true)
    expect(text).toMatch(/SYSTEM_ADJUSTMENT,.*Rückerstattung.*,Adjustment\r\n/)
  })
})

describe('the watchlist', () => {
  it('keeps what was starred, over a reload', async () => {
    await page.goto(`${base}/markets`)
    await button('★ Watchlist').click()
    await page.getByText('Your watchlist is empty').waitFor()
    await exactly('All').click()
    await exactly('Watch SOL').click()
    await page.reload()
    await button('★ Watchlist').click()
    await page.getByRole('link', { name: /^SOL/ }).waitFor()
    await expect.poll(() => rows('Assets and their prices').count(), WAIT).toBe(1)
  })
})

describe('all of it', () => {
  it('leaves nothing in the console but what was asked for in vain', () => {
    expect(complaints.filter((text) => !text.includes('404'))).toEqual([])
  })
})
