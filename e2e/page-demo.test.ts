import '@cnop/common/testing/provided-context'
import { expect, inject, it } from 'vitest'

import { DESKTOP, openBrowser } from './browser.ts'

const base = inject('pageUrl')

it('leads from the landing into a private demo account, and from there to an account of one’s own', async () => {
  const { context, page, complaints } = await openBrowser(DESKTOP)
  await page.goto(base)
  await page.getByRole('button', { name: 'Try a demo account' }).click()
  await page.waitForURL('**/dashboard')
  await page.getByRole('link', { name: /demo_[a-z0-9]{12}/ }).waitFor()
  await page.getByText('This demo account is yours alone').waitFor()

  await page.goto(`${base}/profile`)
  await page.getByText('Not available in a demo account.').waitFor()
  expect(await page.getByRole('heading', { name: 'API keys', exact: true }).count()).toBe(0)

  await page.getByRole('link', { name: 'Open an account' }).first().click()
  await page.waitForURL('**/register')
  const username = `left_demo_${Date.now().toString(36)}`
  await page.getByLabel('Username', { exact: true }).fill(username)
  await page.getByLabel('Email', { exact: true }).fill(`${username}@example.com`)
  await page.getByLabel('First name').fill('Left')
  await page.getByLabel('Last name').fill('Demo')
  await page.getByLabel('Password', { exact: true }).fill('Correct-Horse-7')
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.waitForURL('**/dashboard')
  await page.getByRole('link', { name: username }).waitFor()
  expect(await page.getByText('This demo account is yours alone').count()).toBe(0)
  expect(complaints).toEqual([])
  await context.close()
})
