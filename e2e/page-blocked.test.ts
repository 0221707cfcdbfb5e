import '@cnop/common/testing/provided-context'
import type { BrowserContext, Page } from 'playwright-core'
import { afterEach, describe, expect, inject, it } from 'vitest'

import { expectAccessible } from './axe.ts'
import { DESKTOP, openBrowser } from './browser.ts'
import { personWith } from './signed-in.ts'

const base = inject('pageUrl')

let context: BrowserContext
let page: Page
let complaints: string[]

afterEach(async () => await context.close())

const BLOCKED = 'Your browser blocks cookies for this site. Allow them to log in.'

/** What a browser with storage blocked does: reading the properties throws, as does making a channel or a lock. */
const BLOCK_STORAGE = `
  const refuse = () => { throw new DOMException('The operation is insecure.', 'SecurityError') }
  for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
    Object.defineProperty(window, name, { get: refuse })
  window.BroadcastChannel = class { constructor() { refuse() } }
  LockManager.prototype.request = async () => refuse()
`

/** A full quota: nothing more can be stored. */
const FILL_STORAGE = `
  Storage.prototype.setItem = () => {
    throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
  }
`

const logIn = async (): Promise<void> => {
  const { person } = await personWith(inject('gatewayUrl'), '1000.00')
  await page.goto(`${base}/login`)
  await page.getByLabel('Username or email', { exact: true }).fill(person.username)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Log in', exact: true }).click()
}

const showsPublicPages = async (): Promise<void> => {
  await page.goto(base)
  await page.getByRole('link', { name: 'BTC Bitcoin', exact: true }).waitFor()
  await page.getByRole('button', { name: /theme/ }).click()
  for (const [path, heading] of [
    ['/login', 'Log in'],
    ['/register', 'Open an account'],
    ['/nothing/here', 'There is no page here'],
  ] as const) {
    await page.goto(`${base}${path}`)
    await page.getByRole('heading', { name: heading }).first().waitFor()
  }
}

/** Requests for a session without one are refused, which the browser writes to its console. */
const faults = () => complaints.filter((text) => !text.includes('401'))

describe.each([
  ['blocks storage', BLOCK_STORAGE],
  ['has no room left to store anything', FILL_STORAGE],
])('a browser that %s', (_what, script) => {
  it('shows public pages, and log-in works, trades and survives a reload', async () => {
    ;({ context, page, complaints } = await openBrowser(DESKTOP))
    await context.addInitScript(script)
    await showsPublicPages()
    await logIn()
    await page.waitForURL('**/dashboard')
    await page.goto(`${base}/trade/ETH`)
    await page.getByLabel('Amount in USD', { exact: true }).fill('100')
    await page.getByRole('button', { name: 'Review order' }).click()
    await page.getByRole('button', { name: 'Place order' }).click()
    await page
      .getByRole('status')
      .filter({ hasText: /Bought .* ETH/ })
      .waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Ethereum (ETH)' }).waitFor()
    await page.getByRole('button', { name: 'Log out', exact: true }).click()
    await page.waitForURL('**/login')
    expect(faults()).toEqual([])
  })
})

describe('a browser that blocks cookies', () => {
  it('shows public pages, and log-in, registration and demo say what is missing', async () => {
    const preferences = { profile: { default_content_setting_values: { cookies: 2 } } }
    ;({ context, page, complaints } = await openBrowser(DESKTOP, [], { preferences }))
    await showsPublicPages()
    const alert = page.getByRole('alert').filter({ hasText: BLOCKED })
    await logIn()
    await alert.waitFor()
    await expectAccessible(page, 'log-in with cookies blocked')
    await page.getByRole('button', { name: 'Try a demo account' }).click()
    await alert.nth(1).waitFor()
    await page.goto(`${base}/register`)
    for (const [label, text] of [
      ['First name', 'Eve'],
      ['Last name', 'Example'],
      ['Username', 'nobody_yet'],
      ['Email', 'nobody_yet@example.com'],
      ['Password', 'Correct-Horse-7'],
    ] as const)
      await page.getByLabel(label, { exact: true }).fill(text)
    await page.getByRole('button', { name: 'Create account' }).click()
    await alert.waitFor()
    expect(faults()).toEqual([])
  })
})
