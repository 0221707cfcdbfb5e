import '@cnop/common/testing/provided-context'
import type { BrowserContext, Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'

import { newPerson } from './api.ts'
import { DESKTOP, PHONE, openBrowser, sidewaysScroll } from './browser.ts'
import { askNothingByItself } from './service-down.ts'
import { personWith, signIn } from './signed-in.ts'

const base = inject('pageUrl')

let context: BrowserContext
let page: Page
let complaints: string[]

const open = async (viewport: typeof DESKTOP): Promise<void> => {
  ;({ context, page, complaints } = await openBrowser(viewport))
}

beforeEach(async () => await open(DESKTOP))
afterEach(async () => await context.close())

const button = (name: string) => page.getByRole('button', { name, exact: true })
const label = (name: string) => page.getByLabel(name, { exact: true })
const goTo = (name: string) =>
  page.getByRole('navigation').getByRole('link', { name, exact: true }).click()
const status = (text: string | RegExp) => page.getByRole('status').filter({ hasText: text })

const register = async (person: ReturnType<typeof newPerson>): Promise<void> => {
  await page.goto(`${base}/register`)
  await label('First name').fill(person.first_name)
  await label('Last name').fill(person.last_name)
  await label('Username').fill(person.username)
  await label('Email').fill(person.email)
  await label('Password').fill(person.password)
  await button('Create account').click()
  await page.waitForURL('**/dashboard')
}

const signInWith = async (amount: string): Promise<void> => {
  const { person } = await personWith(inject('gatewayUrl'), amount)
  await signIn(page, base, person)
}

const buy = async (dollars: string): Promise<void> => {
  await label('Amount in USD').fill(dollars)
  await button('Review order').click()
  await button('Place order').click()
}

describe('a first trade in the browser', () => {
  const journey = async (): Promise<void> => {
    await page.goto(base)
    await page.getByRole('link', { name: 'BTC Bitcoin', exact: true }).waitFor()
    await register(newPerson())
    await page.getByRole('heading', { name: 'Moving most in 24 hours' }).waitFor()

    await label('Deposit amount').fill('1000')
    await button('Deposit').click()
    await page.getByText('$1,000.00').first().waitFor()
    const ways = page.getByRole('main').getByRole('link', { name: /^(Deposit|Trade)$/ })
    expect(await ways.count()).toBe(2)

    await goTo('Markets')
    await label('Search').fill('bitc')
    await page.getByRole('link', { name: 'BTC Bitcoin', exact: true }).click()
    await buy('250')
    await status(/Bought 0\.\d+ BTC for \$\d+\.\d\d/).waitFor()

    await page.getByText('Sell', { exact: true }).first().click()
    expect(await status(/Bought/).count()).toBe(0)
    await button('50%').click()
    await button('Review order').click()
    await button('Place order').click()
    await status(/Sold 0\.\d+ BTC for \$\d+\.\d\d/).waitFor()

    await goTo('Portfolio')
    await page.getByRole('region', { name: 'Your holdings' }).getByText('BTC').waitFor()
    await goTo('Orders')
    await page.getByRole('region', { name: 'Your orders' }).getByText('Sell').waitFor()

    await goTo('Account')
    await label('Withdraw amount').fill('100.50')
    await button('Withdraw').click()
    await status('Withdrew $100.50 at').waitFor()
    await page.getByRole('cell', { name: /^Withdrawal/ }).waitFor()

    await page.reload()
    await page.getByRole('cell', { name: /^Withdrawal/ }).waitFor()
    expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0)

    await button('Log out').click()
    await page.waitForURL(/\/login/)
    await page.goto(`${base}/account`)
    await label('Password').waitFor()
    expect(complaints).toEqual([])
  }

  it('works on a desktop, survives a reload and leaves the console clean', journey)

  it('works at the width of a phone', async () => {
    await context.close()
    await open(PHONE)
    await journey()
  })
})

describe('a limit order in the browser', () => {
  it('waits with its money set aside, and can be cancelled', async () => {
    await signInWith('1000.00')
    await page.goto(`${base}/trade/BTC`)
    await page.getByText('Limit', { exact: true }).click()
    await label('Limit price').fill('1000')
    await label('Quantity').fill('0.5')
    await button('Review order').click()
    await button('Place order').click()
    await status('Waiting to buy 0.5 BTC at $1,000.00 or better.').waitFor()
    await goTo('Account')
    await page.getByText('Set aside to buy 0.5 BTC').waitFor()
    await goTo('Orders')
    await button('Cancel the limit buy of 0.5 BTC at $1,000.00').click()
    await page.getByRole('region', { name: 'Your orders' }).getByText('Cancelled').waitFor()
    await goTo('Account')
    await page.getByText('Returned from a limit order').waitFor()
    expect(complaints).toEqual([])
  })
})

describe('a limit order in a few clicks', () => {
  it('takes its price from the market, a share of the cash and how long it waits', async () => {
    await signInWith('1000.00')
    await page.goto(`${base}/trade/BTC`)
    await page.getByText('Limit', { exact: true }).click()
    await page.getByText(/^The price now is \$[\d,.]+\.$/).waitFor()
    await button('−5 %').click()
    await button('50%').click()
    await label('Good until').selectOption('End of the day (UTC)')
    await button('Review order').click()
    await page.getByRole('dialog').getByText('End of the day (UTC)').waitFor()
    await button('Place order').click()
    await status(/^Waiting to buy 0\.\d+ BTC at \$[\d,.]+ or better\./).waitFor()
    await page.getByRole('link', { name: 'See the order' }).click()
    await page.getByText('Until its day is over').waitFor()
    expect(complaints).toEqual([])
  })
})

describe('a limit order the market has already reached', () => {
  it('says its limit, the most it can cost and that it fills at once, before it is placed', async () => {
    await signInWith('1000.00')
    await page.goto(`${base}/trade/DOGE`)
    await page.getByText('Limit', { exact: true }).click()
    await label('Limit price').fill('5.123')
    await label('Quantity').fill('100')
    await button('Review order').click()
    const question = page.getByRole('dialog', { name: 'Limit buy DOGE' })
    await question.getByText(/^At most \$512\.30, now about \$\d+\.\d\d$/).waitFor()
    await question.getByText('$5.123', { exact: true }).waitFor()
    await question
      .getByRole('status')
      .filter({ hasText: /% above the price: it fills at once/ })
      .waitFor()
    expect(complaints).toEqual([])
  })
})

describe('when something is wrong', () => {
  it('registration names what each field needs and keeps what was typed', async () => {
    await page.goto(`${base}/register`)
    await label('Username').fill('ab')
    await label('Password').fill('short')
    await button('Create account').click()
    await page.getByText('must be 6 to 30 letters').waitFor()
    await page.getByText('needs at least 12 characters').waitFor()
    expect(await label('Username').inputValue()).toBe('ab')
  })

  it('a wrong password is said, and the name stays', async () => {
    await page.goto(`${base}/login`)
    await label('Username or email').fill('nobody_here')
    await label('Password').fill('Wrong-Horse-77')
    await button('Log in').click()
    await page.getByRole('alert').filter({ hasText: 'wrong' }).waitFor()
    expect(await label('Username or email').inputValue()).toBe('nobody_here')
  })

  it('too large a withdrawal says how much there is, and keeps the amount', async () => {
    await signInWith('50.00')
    await page.goto(`${base}/account`)
    await label('Withdraw amount').fill('51')
    await button('Withdraw').click()
    await page.getByRole('alert').filter({ hasText: '50.00 USD available' }).waitFor()
    expect(await label('Withdraw amount').inputValue()).toBe('51')
    await button('Max, all that is available: $50.00').click()
    expect(await label('Withdraw amount').inputValue()).toBe('50.00')
  })

  it('an order whose answer is lost is placed once when it is sent again', async () => {
    await signInWith('1000.00')
    await page.goto(`${base}/trade/ETH`)
    let posts = 0
    await page.route('**/api/v1/orders', async (route) => {
      if (route.request().method() !== 'POST') return await route.continue()
      posts += 1
      if (posts > 1) return await route.continue()
      await route.fetch()
      await route.abort('connectionreset')
    })
    await buy('100')
    await status('could not be reached').waitFor()
    await button('Review order').click()
    await page.getByRole('dialog').getByText('not a second one').waitFor()
    await button('Place order').click()
    await status(/settled, and was placed once.*Bought .* ETH/).waitFor()
    await page.goto(`${base}/orders`)
    const rows = page.getByRole('region', { name: 'Your orders' }).locator('tbody tr')
    await rows.first().waitFor()
    expect([posts, await rows.count()]).toEqual([2, 1])
  })

  it('a price that was firm when it was seen is what an order fills at', async () => {
    await signInWith('1000.00')
    await page.goto(`${base}/trade/ETH`)
    await label('Amount in USD').fill('100')
    await button('Review order').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('This price is firm').waitFor()
    const [sent] = await Promise.all([
      page.waitForRequest(
        (request) => request.method() === 'POST' && request.url().endsWith('/orders'),
      ),
      button('Place order').click(),
    ])
    expect(sent.postData()).toContain('"quote_id":')
    await status(/Bought .* ETH/).waitFor()
  })

  it('who does not want to be asked places an order with one click', async () => {
    await signInWith('1000.00')
    await page.goto(`${base}/trade/ETH`)
    await label('Show me each order before it is placed').uncheck()
    await page.reload()
    await label('Amount in USD').fill('100')
    await button('Buy ETH now').click()
    await status(/Bought .* ETH/).waitFor()
  })

  it('an address that does not exist says so', async () => {
    await page.goto(`${base}/nothing/here`)
    await page.getByRole('heading', { name: 'There is no page here' }).waitFor()
  })

  it('prices that cannot be loaded say so and come back on another try', async () => {
    await page.route('**/api/v1/inventory/**', (route) => route.abort())
    await page.goto(base)
    await page.getByRole('alert').waitFor({ timeout: 30_000 })
    await askNothingByItself(page)
    await page.unroute('**/api/v1/inventory/**')
    await button('Try again').click()
    await page.getByRole('link', { name: 'BTC Bitcoin', exact: true }).waitFor()
  })
})

describe('two tabs', () => {
  it('signing out in one signs out the other', async () => {
    await signInWith('10.00')
    const other = await context.newPage()
    await other.goto(`${base}/portfolio`)
    await other.getByRole('heading', { name: 'Portfolio' }).waitFor()
    await button('Log out').click()
    await other.waitForURL(/\/login/)
  })
})
