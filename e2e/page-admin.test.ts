import '@cnop/common/testing/provided-context'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'

import { newPerson } from './api.ts'
import { expectAccessible, expectNoSidewaysScroll } from './axe.ts'
import { DESKTOP, openBrowser } from './browser.ts'
import { personWith, signIn } from './signed-in.ts'
import { totp } from './totp.ts'

const base = inject('pageUrl')
/** Of an asset that no other test trades. */
const HALTED = 'SHIB'

let context: BrowserContext
let page: Page
let customer: Awaited<ReturnType<typeof personWith>>

const button = (name: string | RegExp) => page.getByRole('button', { name })
const label = (name: string) => page.getByLabel(name, { exact: true })
const status = (text: string | RegExp) => page.getByRole('status').filter({ hasText: text })

beforeAll(async () => {
  ;({ context, page } = await openBrowser(DESKTOP))
  customer = await personWith(inject('gatewayUrl'), '10.00')
  await signIn(page, base, { ...newPerson(), ...inject('administrator') })
})
afterAll(async () => await context.close())

describe('administration', () => {
  it('finds a user, corrects the balance, suspends and reactivates', async () => {
    const { username } = customer.person
    await page.goto(`${base}/admin`)
    await label('Find').fill(username)
    await page.getByRole('link', { name: username }).click()
    await page.getByText('$10.00').waitFor()
    await label('Amount to add').fill('-20')
    await label('Reason of the adjustment').fill('A test of too much')
    await button('Adjust the balance').click()
    await page.getByRole('alert').filter({ hasText: '10.00' }).waitFor()
    await label('Amount to add').fill('5.50')
    await button('Adjust the balance').click()
    await page.getByText('$15.50').waitFor()

    await label('Reason to suspend').fill('A test of the door')
    await button('Suspend').click()
    await button('Reactivate').waitFor()
    expect((await customer.api.get('/balance')).status).toBe(401)
    await label('Reason to reactivate').fill('The test is over')
    await button('Reactivate').click()
    await button('Suspend').waitFor()
  })

  it('offers no correction and no suspension of the own account', async () => {
    await page.goto(`${base}/admin/users/${inject('administrator').username}`)
    await page.getByText('This is your own account.').waitFor()
    expect(await button('Adjust the balance').count()).toBe(0)
    expect(await button('Suspend').count()).toBe(0)
  })

  it('turns off the second factor of someone who has lost it', async () => {
    const { person, api } = await personWith(inject('gatewayUrl'), '10.00')
    const asked = await api.post('/auth/two-factor/enable', { current_password: person.password })
    await api.post('/auth/two-factor/confirm', { code: totp(String(asked.body['secret'])) })
    await page.goto(`${base}/admin/users/${person.username}`)
    await label('Reason to turn off two-factor log-in').fill('Lost the phone')
    await button('Turn off two-factor log-in').click()
    await button('Turn off two-factor log-in').waitFor({ state: 'detached' })
    expect((await api.logIn(person.username, person.password)).status).toBe(200)
  })

  it('sends a correction again whose answer was lost, and it happens once', async () => {
    const { person, api } = await personWith(inject('gatewayUrl'), '20.00')
    await page.goto(`${base}/admin/users/${person.username}`)
    const lost = '**/adjustments'
    await page.route(lost, async (route) => {
      await route.fetch()
      await route.abort('connectionreset')
    })
    await label('Amount to add').fill('2.50')
    await label('Reason of the adjustment').fill('A test of the line')
    await button('Adjust the balance').click()
    await page.getByText('It is not known whether +$2.50').waitFor()
    await page.unroute(lost)
    await page.reload()
    await button('Send it again').click()
    await page.getByText('$22.50').waitFor()
    await button('Send it again').waitFor({ state: 'detached' })
    expect((await api.get('/balance')).body).toMatchObject({ current_balance: '22.50' })
  })

  it('halts an asset and lets it go on', async () => {
    await page.goto(`${base}/admin`)
    await label('Asset to halt or resume').fill(HALTED)
    await label(`Reason to halt ${HALTED}`).fill('A test of the brake')
    await button(`Halt ${HALTED}`).click()
    await page.getByText('A test of the brake').first().waitFor()
    await button(`Resume ${HALTED}`).click()
    await button(`Halt ${HALTED}`).waitFor()
  })

  it('runs the audit of the ledger and shows the audit log', async () => {
    await page.goto(`${base}/admin`)
    await button('Audit all accounts').click()
    await status(/audit|round/i).waitFor()
    await label('Account').fill(customer.person.username)
    await page.getByRole('region', { name: 'Audit log' }).getByText('User suspended').waitFor()
  })

  it('passes axe in both themes, on a desktop and on a phone, and never scrolls sideways', async () => {
    for (const path of ['/admin', `/admin/users/${customer.person.username}`]) {
      await page.goto(`${base}${path}`)
      await page
        .getByText(/Journal entries|No round has ended|Cash held/)
        .first()
        .waitFor()
      await expectAccessible(page, path)
      await expectNoSidewaysScroll(page, path)
    }
  })

  it('does not exist for customers', async () => {
    await button('Log out').click()
    await page.waitForURL(/\/login/)
    await label('Username or email').fill(customer.person.username)
    await label('Password').fill(customer.person.password)
    await button('Log in').click()
    await button('Log out').waitFor()
    await page.goto(`${base}/admin`)
    await page.getByRole('heading', { name: 'There is no page here' }).waitFor()
    expect(await page.getByRole('link', { name: 'Admin', exact: true }).count()).toBe(0)
  })
})
