import '@cnop/common/testing/provided-context'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'

import { newPerson } from './api.ts'
import { expectAccessible, expectNoSidewaysScroll } from './axe.ts'
import { DESKTOP, openBrowser } from './browser.ts'
import { SAID, answerWith, takeDown } from './service-down.ts'
import { personWith, signIn } from './signed-in.ts'

const base = inject('pageUrl')

let context: BrowserContext
let page: Page
let customer: Awaited<ReturnType<typeof personWith>>

const region = (title: string) => page.getByRole('region', { name: title, exact: true })
const card = (title: string) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name: title, exact: true }) })
const button = (name: string) => page.getByRole('button', { name, exact: true })
const label = (name: string) => page.getByLabel(name, { exact: true })

beforeAll(async () => {
  ;({ context, page } = await openBrowser(DESKTOP))
  customer = await personWith(inject('gatewayUrl'), '10.00')
  await signIn(page, base, { ...newPerson(), ...inject('administrator') })
})
beforeEach(async () => {
  page = await context.newPage()
})
afterEach(async () => await page.close())
afterAll(async () => await context.close())

/** Of the audit log, before one asks for more. */
const ENTRIES_SHOWN = 15

/** Requests the page makes from now on to addresses that hold a text. */
const countRequests = (page: Page, text: string): (() => number) => {
  let count = 0
  page.on('request', (request) => {
    if (request.url().includes(text)) count += 1
  })
  return () => count
}

const NOTHING = { next_cursor: null, has_more: false }
const MORE = { next_cursor: 'more', has_more: true }

describe('with nothing to show', () => {
  it('a name nobody has says so, stays in the field, and another finds someone', async () => {
    await page.goto(`${base}/admin`)
    await label('Find').fill('nobody_is_called_this')
    await card('Users').getByText('Nobody is called that.').waitFor()
    expect(await label('Find').inputValue()).toBe('nobody_is_called_this')
    await label('Find').fill(customer.person.username)
    await page.getByRole('link', { name: customer.person.username }).waitFor()
  })

  it('an audit log without entries says so, and that there may be older ones', async () => {
    const letUp = await answerWith(page, 'admin/audit?*', { events: [], ...MORE })
    const asked = countRequests(page, '/admin/audit?')
    await page.goto(`${base}/admin`)
    await card('Audit log').getByText('No matches in the newest entries.').waitFor()
    expect(asked()).toBe(3)
    await letUp()
    await answerWith(page, 'admin/audit?*', { events: [], ...NOTHING })
    await card('Audit log').getByRole('button', { name: 'Search older' }).click()
    await card('Audit log').getByText('No event is like that.').waitFor()
    await expectAccessible(page, 'an empty audit log')
  })

  it('an account without events says so, and all of them come back', async () => {
    await page.goto(`${base}/admin`)
    await label('Account').fill('nobody_has_it')
    await card('Audit log').getByText('No event is like that.').waitFor()
    await button('Show all').click()
    await region('Audit log').getByRole('row').nth(1).waitFor()
    expect(await label('Account').inputValue()).toBe('')
  })

  it('an audit of the ledger that never ended a round says so', async () => {
    await answerWith(page, 'admin/ledger/audit', {
      success: true,
      data: { drift: 0, last_verified_entry: null, last_round: null, current_round: null },
    })
    await page.goto(`${base}/admin`)
    await card('Ledger audit').getByText('No round has ended yet.').waitFor()
  })

  it('a user who does not exist is said to be none', async () => {
    await page.goto(`${base}/admin/users/nobody_is_called`)
    await page.getByRole('heading', { name: 'There is no such user' }).waitFor()
    await page.getByRole('link', { name: 'All users' }).click()
    await label('Find').waitFor()
  })
})

describe('with a service down', () => {
  it.each([
    // In the order of names, and with many people the first page ends before the administrator.
    ['/admin', 'admin/users?*', 'Users', 'e2e_'],
    ['/admin', 'admin/ledger/audit', 'Ledger audit', 'Everything adds up.'],
    ['/admin', 'admin/audit?*', 'Audit log', 'e2e_'],
  ])(
    '%s says what of %s is missing, keeps the rest, and has it on another try',
    async (path, api, title, text) => {
      const letUp = await takeDown(page, api)
      await page.goto(`${base}${path}`)
      await card(title).getByRole('alert').filter({ hasText: SAID }).waitFor()
      expect(await page.getByRole('alert').count()).toBe(1)
      await letUp()
      await card(title).getByRole('button', { name: 'Try again' }).click()
      await card(title).getByText(text).first().waitFor()
      expect(await page.getByRole('alert').count()).toBe(0)
    },
  )

  it('a search is kept, and finds when it is tried again', async () => {
    await page.goto(`${base}/admin`)
    await region('Users').getByRole('row').nth(1).waitFor()
    const letUp = await takeDown(page, 'admin/users?*')
    await label('Find').fill(customer.person.username)
    await card('Users').getByRole('alert').filter({ hasText: SAID }).waitFor()
    expect(await label('Find').inputValue()).toBe(customer.person.username)
    await letUp()
    await card('Users').getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('link', { name: customer.person.username }).waitFor()
  })

  it('a user is missing with a word, and is there on another try', async () => {
    const letUp = await takeDown(page, 'admin/users/*')
    await page.goto(`${base}/admin/users/${customer.person.username}`)
    await page.getByRole('alert').filter({ hasText: SAID }).waitFor()
    await page.getByRole('heading', { name: customer.person.username }).waitFor()
    await expectAccessible(page, 'an account that cannot be had')
    await expectNoSidewaysScroll(page, 'an account that cannot be had')
    await letUp()
    await button('Try again').click()
    await page.getByText('$10.00').first().waitFor()
  })

  it('what was meant to be done is said not to be, and what was typed is kept', async () => {
    await page.goto(`${base}/admin/users/${customer.person.username}`)
    await label('Reason to suspend').fill('A test of the door')
    const letUp = await takeDown(page, 'admin/users/*/status')
    await button('Suspend').click()
    await card('Access').getByRole('alert').filter({ hasText: SAID }).waitFor()
    expect(await label('Reason to suspend').inputValue()).toBe('A test of the door')
    await letUp()
    await button('Suspend').click()
    await label('Reason to reactivate').fill('The test is over')
    await button('Reactivate').click()
    await button('Suspend').waitFor()

    await label('Amount to add').fill('1.25')
    await label('Reason of the adjustment').fill('A test of the service')
    await takeDown(page, 'admin/users/*/adjustments')
    await button('Adjust the balance').click()
    await card('Balance').getByRole('alert').filter({ hasText: SAID }).waitFor()
    expect(await label('Amount to add').inputValue()).toBe('1.25')
    expect(await label('Reason of the adjustment').inputValue()).toBe('A test of the service')
  })

  it('an asset to halt stays chosen, and the reason too', async () => {
    const letUp = await takeDown(page, 'admin/assets/*')
    await page.goto(`${base}/admin`)
    await label('Asset to halt or resume').fill('ADA')
    const trading = card('Trading in an asset')
    await trading.getByRole('alert').filter({ hasText: SAID }).waitFor()
    await letUp()
    await trading.getByRole('button', { name: 'Try again' }).click()
    await label('Reason to halt ADA').fill('A test of the brake')
    await takeDown(page, 'admin/assets/*')
    await button('Halt ADA').click()
    await trading.getByRole('alert').filter({ hasText: SAID }).waitFor()
    expect(await label('Asset to halt or resume').inputValue()).toBe('ADA')
    expect(await label('Reason to halt ADA').inputValue()).toBe('A test of the brake')
  })

  it('older entries that cannot be had are said to be missing, and those shown stay', async () => {
    const { username, password } = customer.person
    for (let more = 0; more <= ENTRIES_SHOWN; more += 1)
      await customer.api.logIn(username, password)
    await page.goto(`${base}/admin`)
    const log = card('Audit log')
    await log.getByRole('button', { name: 'Load more' }).waitFor()
    const shown = await region('Audit log').getByRole('row').count()
    const letUp = await takeDown(page, 'admin/audit?*')
    await log.getByRole('button', { name: 'Load more' }).click()
    await log.getByRole('alert').filter({ hasText: SAID }).waitFor()
    expect(await region('Audit log').getByRole('row').count()).toBe(shown)
    await letUp()
    await log.getByRole('button', { name: 'Load more' }).click()
    await region('Audit log').getByRole('row').nth(shown).waitFor()
    expect(await log.getByRole('alert').count()).toBe(0)
  })
})
