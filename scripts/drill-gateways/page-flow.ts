import type { Page } from 'playwright-core'

import { newPerson } from '../../e2e/api.ts'
import { DESKTOP, openBrowser } from '../../e2e/browser.ts'

const SHOWN_WITHIN_MS = 20_000

/** What a person did on the page, and how often the page asked them to try again. */
export type Flow = { readonly steps: number; readonly retries: readonly string[] }

/**
 * Registers, deposits, buys, sells, withdraws, reloads and signs out in a real browser, the same amounts every
 * time. A person who is told that something went wrong presses the button once more.
 * @throws {Error} when what should be shown is not, after that.
 */
export const pageFlow = async (url: string): Promise<Flow> => {
  const { context, page } = await openBrowser(DESKTOP)
  page.setDefaultTimeout(SHOWN_WITHIN_MS)
  const retries: string[] = []
  let steps = 0
  const step = async (name: string, act: () => Promise<void>, shown: () => Promise<void>) => {
    steps += 1
    await act()
    const failed = page.getByRole('alert').first()
    const outcome = await Promise.race([
      shown().then(() => 'shown' as const),
      failed.waitFor().then(() => 'failed' as const),
    ])
    if (outcome === 'shown') return
    retries.push(`${name}: ${await failed.textContent()}`)
    await act()
    await shown()
  }
  try {
    await visit(page, url, step)
  } finally {
    await context.close()
  }
  return { steps, retries }
}

type Step = (name: string, act: () => Promise<void>, shown: () => Promise<void>) => Promise<void>

const visit = async (page: Page, url: string, step: Step): Promise<void> => {
  const hands = handsOn(page)
  await register(page, url, { step, ...hands })
  await tradeBitcoin(page, { step, ...hands })
  await withdrawAndLeave(page, { step, ...hands })
}

type Hands = ReturnType<typeof handsOn> & { readonly step: Step }

/** What a person does on the page, by what they see. */
const handsOn = (page: Page) => ({
  press: (name: string) => page.getByRole('button', { name, exact: true }).click(),
  fill: (label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text),
  seeButton: (name: string) => page.getByRole('button', { name, exact: true }).waitFor(),
  seeStatus: (text: string | RegExp) =>
    page.getByRole('status').filter({ hasText: text }).waitFor(),
  goTo: (name: string) =>
    page.getByRole('navigation').getByRole('link', { name, exact: true }).click(),
})

const register = async (page: Page, url: string, { step, press, fill }: Hands): Promise<void> => {
  const person = newPerson()
  await page.goto(`${url}/register`)
  await fill('First name', person.first_name)
  await fill('Last name', person.last_name)
  await fill('Username', person.username)
  await fill('Email', person.email)
  await fill('Password', person.password)
  const create = () => press('Create account')
  await step('register', create, () => page.waitForURL('**/dashboard'))
  await fill('Deposit amount', '1000')
  const balance = page.getByText('$1,000.00').first()
  const deposit = () => press('Deposit')
  await step('deposit', deposit, () => balance.waitFor())
}

const tradeBitcoin = async (page: Page, hands: Hands): Promise<void> => {
  const { step, press, fill, seeButton, seeStatus, goTo } = hands
  const review = () => press('Review order')
  const place = () => press('Place order')
  const seeTerms = () => seeButton('Place order')
  await goTo('Markets')
  await fill('Search', 'bitc')
  await page.getByRole('link', { name: 'BTC Bitcoin', exact: true }).click()
  await fill('Amount in USD', '250')
  await step('review the purchase', review, seeTerms)
  await step('buy', place, () => seeStatus(/Bought 0\.\d+ BTC/))
  await page.getByText('Sell', { exact: true }).first().click()
  await press('50%')
  await step('review the sale', review, seeTerms)
  await step('sell', place, () => seeStatus(/Sold 0\.\d+ BTC/))
  await goTo('Portfolio')
  await page.getByRole('region', { name: 'Your holdings' }).getByText('BTC').waitFor()
}

const withdrawAndLeave = async (page: Page, hands: Hands): Promise<void> => {
  const { step, press, fill, seeStatus, goTo } = hands
  await goTo('Account')
  await fill('Withdraw amount', '100.50')
  const withdraw = () => press('Withdraw')
  await step('withdraw', withdraw, () => seeStatus('Withdrew $100.50 at'))
  const withdrawal = page.getByRole('cell', { name: /^Withdrawal/ })
  await withdrawal.first().waitFor()
  // Whatever was tried twice happened once.
  const rows = page.getByRole('cell', { name: /^(Deposit|Withdrawal)/ })
  if ((await rows.count()) !== 2) throw new Error('a deposit or a withdrawal happened twice')
  await page.reload()
  await withdrawal.waitFor()
  const leave = () => press('Log out')
  await step('log out', leave, () => page.waitForURL(/\/login/))
}
