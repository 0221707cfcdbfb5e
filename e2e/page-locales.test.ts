import '@cnop/common/testing/provided-context'
import type { BrowserContext, Page } from 'playwright-core'
import { afterEach, describe, expect, inject, it } from 'vitest'
import { z } from 'zod'

import { DESKTOP, PHONE, openBrowser, sidewaysScroll } from './browser.ts'
import { personWith, signIn } from './signed-in.ts'

const base = inject('pageUrl')

let context: BrowserContext
let page: Page
let complaints: string[]

const openIn = async (
  reader: Parameters<typeof openBrowser>[2],
  amount: string,
  viewport = DESKTOP,
): Promise<void> => {
  ;({ context, page, complaints } = await openBrowser(viewport, [], reader))
  const { person, api } = await personWith(inject('gatewayUrl'), amount)
  if (amount === LIMIT) await api.post('/balance/deposit', { amount })
  await signIn(page, base, person)
}

/** Of one deposit, order or withdrawal. */
const LIMIT = '1000000.00'

afterEach(async () => await context.close())

const button = (name: string) => page.getByRole('button', { name, exact: true })
const label = (name: string) => page.getByLabel(name, { exact: true })
const says = async (text: string | RegExp): Promise<void> =>
  await page.getByText(text).first().waitFor()

const chooseQuantity = async (): Promise<void> =>
  await page.getByText('Quantity', { exact: true }).first().click()

describe('amounts of a reader whose decimal mark is a comma', () => {
  it('are read, repeated and shown as they write them, on a phone', async () => {
    await openIn({ locale: 'de-DE' }, '100000.00', PHONE)
    await page.goto(`${base}/trade/BTC`)
    const amount = label('Amount in USD')
    expect(await amount.getAttribute('inputmode')).toBe('decimal')
    await amount.fill('1.234,50')
    await says('Read as 1.234,50 $.')
    await amount.fill('1,5.0')
    await amount.blur()
    await says('Check the commas and periods: write 12.345,50 or 12345,50')
    await chooseQuantity()
    await label('Quantity').last().fill('1.250')
    await says('Read as 1250 BTC: the period separates thousands.')
    await label('Quantity').last().fill('0.05 BTC')
    await says('Read as 0,05 BTC.')
    await label('Quantity').last().fill('0,05')
    await button('Review order').click()
    const review = page.getByRole('dialog')
    await review.getByText('0,05 BTC').waitFor()
    await review
      .getByText(/^\d+(\.\d{3})*,\d\d\s\$$/)
      .first()
      .waitFor()
    await button('Place order').click()
    await says(/Bought 0,05 BTC for [\d.]+,\d\d\s\$\./)
    expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0)
    expect(complaints).toEqual([])
  })

  it('are filled in by buttons so that they are read back unchanged', async () => {
    await openIn({ locale: 'de-DE' }, '1234.56')
    await page.goto(`${base}/account`)
    await button('Max, all that is available: 1.234,56 $').click()
    expect(await label('Withdraw amount').inputValue()).toBe('1234,56')
    await button('Withdraw').click()
    await says(/Withdrew 1\.234,56\s\$ at/)
    await page.goto(`${base}/trade/ETH`)
    await page.getByText('Limit', { exact: true }).click()
    await button('−5 %').click()
    expect(await label('Limit price').inputValue()).toMatch(/^\d+,\d+$/)
    expect(complaints).toEqual([])
  })
})

describe('a lone comma where the decimal mark is a period', () => {
  it('is decimal where only that reads well, and never multiplies an amount', async () => {
    await openIn({ locale: 'en-US' }, '100000.00')
    await page.goto(`${base}/trade/BTC`)
    await chooseQuantity()
    await label('Quantity').last().fill('0,500')
    await says('Read as 0.500 BTC.')
    await button('Review order').click()
    await page.getByRole('dialog').getByText('0.5 BTC').waitFor()
    await page.goto(`${base}/account`)
    await label('Deposit amount').fill('0,500')
    await button('Deposit').click()
    await says(/Deposited \$0\.50 at/)
    await label('Deposit amount').fill('1,250')
    await says('Read as $1250: the comma separates thousands.')
  })
})

it.each([
  ['de-DE', /^987\.654,32\s\$$/],
  ['fr-FR', /^987\s654,32\s\$$/],
  ['de-CH', /^\$\s?987[’']654\.32$/],
  ['en-IN', /^\$9,87,654\.32$/],
  ['ar-EG', /^987,654\.32\s(US)?\$$/],
] as const)('amounts are shown as they are written in %s', async (locale, amount) => {
  await openIn({ locale }, '987654.32')
  await page.goto(`${base}/account`)
  await page.getByText(amount).first().waitFor()
  expect(complaints).toEqual([])
})

describe('a share above the limit of one order or withdrawal', () => {
  it('fills in the limit and says why', async () => {
    await openIn({}, LIMIT)
    await page.goto(`${base}/trade/BTC`)
    await button('75%').click()
    expect(await label('Amount in USD').inputValue()).toBe('1000000.00')
    await says('One order can be for at most $1,000,000.00.')
    expect(await button('Review order').isEnabled()).toBe(true)
    await button('25%').click()
    expect(await label('Amount in USD').inputValue()).toBe('500000.00')
    expect(await page.getByText('One order can be').count()).toBe(0)
    await page.goto(`${base}/account`)
    await button('Max of one withdrawal: $1,000,000.00').click()
    await says('One withdrawal can be at most $1,000,000.00. Withdraw the rest in another.')
    await button('Withdraw').click()
    await says(/Withdrew \$1,000,000\.00 at/)
    expect(complaints).toEqual([])
  })

  it('an order has one minimum, whatever is typed', async () => {
    await openIn({}, '100.00')
    await page.goto(`${base}/trade/BTC`)
    await label('Amount in USD').fill('0')
    await label('Amount in USD').blur()
    await says('An order must be worth at least $1.00.')
    await label('Amount in USD').fill('0.5')
    await says('An order must be worth at least $1.00.')
    expect(await page.getByText('At least $0.01').count()).toBe(0)
  })
})

/** Keeps what is written on canvases, which no one can read from the page. */
const RECORD_TEXTS = `
  window.drawnTexts = new Set()
  const fillText = CanvasRenderingContext2D.prototype.fillText
  CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
    window.drawnTexts.add(text)
    return fillText.call(this, text, ...rest)
  }
`

const drawnTexts = async (): Promise<string[]> =>
  z.array(z.string()).parse(await page.evaluate('[...window.drawnTexts]'))

describe('the time axis of a chart', () => {
  it.each(['America/Los_Angeles', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia'])(
    'labels full hours of the reader in %s',
    async (timezoneId) => {
      await openIn({ locale: 'en-US', timezoneId }, '100.00')
      await page.addInitScript(RECORD_TEXTS)
      await page.goto(`${base}/trade/BTC`)
      await expect
        .poll(async () => (await drawnTexts()).some((text) => text.endsWith('M')), {
          timeout: 15_000,
        })
        .toBe(true)
      const times = (await drawnTexts()).filter((text) => /^[\d:]+ [AP]M$/.test(text))
      expect(times.filter((text) => /^\d+ [AP]M$/.test(text)).length).toBeGreaterThan(
        times.length / 2,
      )
      expect(complaints).toEqual([])
    },
  )
})
