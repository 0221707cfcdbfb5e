import '@cnop/common/testing/provided-context'
import type { BrowserContext, Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'

import { DESKTOP, openBrowser } from './browser.ts'
import { personWith, signIn } from './signed-in.ts'
import { totp } from './totp.ts'

const base = inject('pageUrl')

let context: BrowserContext
let page: Page
let signedIn: Awaited<ReturnType<typeof personWith>>

const button = (name: string | RegExp) => page.getByRole('button', { name })
const label = (name: string) => page.getByLabel(name, { exact: true })
const status = (text: string) => page.getByRole('status').filter({ hasText: text })
const alert = (text: string) => page.getByRole('alert').filter({ hasText: text })
const form = (withButton: string) =>
  page.locator('form').filter({ has: page.getByRole('button', { name: withButton }) })

beforeEach(async () => {
  ;({ context, page } = await openBrowser(DESKTOP))
  signedIn = await personWith(inject('gatewayUrl'), '10.00')
  await signIn(page, base, signedIn.person)
  await page.goto(`${base}/profile`)
})
afterEach(async () => await context.close())

describe('a password manager', () => {
  /** Fills in without an event, as some do. */
  const set = (field: ReturnType<typeof label>, value: string) =>
    field.evaluate((input, text) => {
      Object.assign(input, { value: text })
    }, value)

  it('logs in with values set without events, also after other fields were typed in', async () => {
    await form('Change password').waitFor()
    await button('Log out').click()
    await page.waitForURL('**/login')
    await set(label('Username or email'), signedIn.person.username)
    await set(label('Password'), signedIn.person.password)
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await button('Log in').click()
    await page.waitForURL('**/dashboard')
  })

  it('is told whose password each form asks for', async () => {
    await form('Change password').waitFor()
    const username = form('Change password').locator('input[autocomplete=username]')
    expect(await username.inputValue()).toBe(signedIn.person.username)
    expect(await username.isHidden()).toBe(true)
    await set(form('Change password').getByLabel('Current password'), signedIn.person.password)
    await set(form('Change password').getByLabel('New password'), 'Another-Horse-8')
    await button('Change password').click()
    await page.getByText('Password changed').first().waitFor()
  })
})

describe('the profile', () => {
  it('is saved, and a mistake is named beside its field with what was typed kept', async () => {
    await label('First name').fill('')
    await button('Save profile').click()
    await page.getByText('is required').waitFor()
    await label('First name').fill('Ada')
    await label('Phone (optional)').fill('+1 555 010 9999')
    await button('Save profile').click()
    await status('Your profile is saved.').waitFor()
    await page.reload()
    await label('First name').waitFor()
    expect(await label('First name').inputValue()).toBe('Ada')
  })

  it('another email address needs the password', async () => {
    await label('Email').fill(`other-${signedIn.person.email}`)
    await form('Save profile').getByLabel('Current password').fill('Wrong-Horse-77')
    await button('Save profile').click()
    await alert('password').waitFor()
    // Seen once, beside its field.
    const field = form('Save profile').getByLabel('Current password')
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    const { width } = (await alert('password').boundingBox()) ?? { width: 0 }
    expect(width).toBeLessThanOrEqual(1)
    await form('Save profile').getByLabel('Current password').fill(signedIn.person.password)
    await button('Save profile').click()
    await page.getByText('Profile changed').waitFor()
  })
})

describe('security', () => {
  it('a password is changed, API keys are revoked with it, and the new one logs in', async () => {
    const password = 'Another-Horse-8'
    await form('Change password').getByLabel('Current password').fill(signedIn.person.password)
    await label('New password').fill(password)
    const { person, api } = signedIn
    const made = await api.post('/auth/api-keys', {
      name: 'bot',
      scopes: ['read'],
      current_password: person.password,
    })
    const ask = () =>
      fetch(`${base}/api/v1/balance`, {
        headers: { 'x-api-key': String(made.body['key']) },
      }).then((a) => a.status)
    expect(await ask()).toBe(200)
    expect(await page.getByRole('checkbox', { name: /Revoke all API keys/ }).isChecked()).toBe(true)
    await button('Change password').click()
    await status('API keys revoked: 1.').waitFor()
    expect(await ask()).toBe(401)
    await button('Log out').click()
    await page.waitForURL(/\/login/)
    await signIn(page, base, { ...signedIn.person, password })
  })

  it('nothing a script could read holds the token or the cookie', async () => {
    const readable = String(
      await page.evaluate(
        'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])',
      ),
    )
    expect(readable).not.toMatch(/eyJ|refresh_token/)
    const cookies = await context.cookies()
    expect(
      cookies.map(({ name, httpOnly, sameSite }) => [name, httpOnly, sameSite]),
    ).toContainEqual(['refresh_token', true, 'Strict'])
  })

  it('other sessions are listed, and end', async () => {
    const sessions = page.getByRole('region', { name: 'Your sessions' })
    await sessions.getByText('This one').waitFor()
    await button('Sign out everywhere else').click()
    await sessions.getByRole('row').nth(2).waitFor({ state: 'detached' })
    expect((await signedIn.api.get('/balance')).status).toBe(401)
  })

  it('an API key is shown once, works, and is refused once it is revoked', async () => {
    await label('Key name').fill('bot')
    await label('Expires in').selectOption('1 year')
    await page.getByRole('checkbox', { name: /May trade and move money/ }).check()
    const password = form('Create key').getByLabel('Current password')
    await password.fill('Wrong-Horse-77')
    await button('Create key').click()
    await alert('password').waitFor()
    expect(await password.getAttribute('aria-invalid')).toBe('true')
    await password.fill(signedIn.person.password)
    await button('Create key').click()
    const key = await page.locator('code', { hasText: 'cnop.' }).innerText()
    const ask = () =>
      fetch(`${base}/api/v1/balance`, { headers: { 'x-api-key': key } }).then((a) => a.status)
    expect(await ask()).toBe(200)
    expect(await label('Expires in').inputValue()).toBe('90')
    expect(await password.inputValue()).toBe('')
    expect(await page.getByRole('checkbox', { name: /May trade/ }).isChecked()).toBe(false)
    await page.reload()
    const listed = page.getByRole('region', { name: 'Your API keys' })
    await listed.getByText('May read, trade and move money').waitFor()
    await listed.getByText(/^Created /).waitFor()
    await listed.getByText(/^Last used: /).waitFor()
    await listed.getByText(/^Expires: /).waitFor()
    await button('Revoke the key bot').click()
    expect(await page.getByText('cnop.').count()).toBe(0)
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).click()
    await page.getByText('You have no API keys.').waitFor()
    expect(await ask()).toBe(401)
  })

  it('two-factor log-in is set up by a code, asked for at the log-in, and a recovery code stands in', async () => {
    await button('Set it up').click()
    await label('Your password').fill(signedIn.person.password)
    await button('Go on').click()
    await page.getByRole('img', { name: /QR code/ }).waitFor()
    const secret = await form('Turn it on').locator('code').innerText()
    await label('Code of the app').fill('000000')
    await button('Turn it on').click()
    await alert('code').waitFor()
    await label('Code of the app').fill(totp(secret))
    await button('Turn it on').click()
    const codes = page.getByRole('listitem').locator('code')
    const [recovery, second] = [await codes.nth(0).innerText(), await codes.nth(1).innerText()]
    await page.getByText('Two-factor log-in is on. 10 recovery codes are left.').waitFor()
    expect(await page.getByText('Two-factor log-in is off').count()).toBe(0)
    await button('I have kept them').click()
    await page.getByText('10 recovery codes are left').waitFor()

    await label('Key name').fill('bot')
    await form('Create key').getByLabel('Current password').fill(signedIn.person.password)
    await button('Create key').click()
    await page.getByText('must be 6 digits').waitFor()
    await label('Authenticator or recovery code').fill('AAAAAAAAAA')
    await button('Create key').click()
    await alert('code').waitFor()
    await label('Authenticator or recovery code').fill(second)
    await button('Create key').click()
    await page.locator('code', { hasText: 'cnop.' }).waitFor()

    await button('Log out').click()
    await page.waitForURL(/\/login/)
    await label('Username or email').fill(signedIn.person.username)
    await label('Password').fill(signedIn.person.password)
    await button('Log in').click()
    await label('Two-factor code').waitFor()
    expect(await label('Two-factor code').getAttribute('aria-invalid')).toBe('false')
    await button('Log in').click()
    await page.getByText('must be 6 digits').waitFor()
    await label('Two-factor code').fill('AAAAAAAAAA')
    await button('Log in').click()
    await alert('code').waitFor()
    await label('Two-factor code').fill(recovery)
    await button('Log in').click()
    await page.waitForURL('**/dashboard')
  })
})
