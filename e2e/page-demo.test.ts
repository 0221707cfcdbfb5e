import '@cnop/common/testing/provided-context'
import { DEMO_ACCOUNT } from '@cnop/local-stack/demo/demo-account'
import { expect, inject, it } from 'vitest'

import { clientOf } from './api.ts'
import { DESKTOP, openBrowser } from './browser.ts'

const base = inject('pageUrl')

it('the landing leads into the demo account with one click', async () => {
  const { context, page, complaints } = await openBrowser(DESKTOP)
  await clientOf(inject('gatewayUrl')).post('/auth/register', DEMO_ACCOUNT)
  await page.goto(base)
  await page.getByRole('button', { name: 'Try the demo account' }).click()
  await page.waitForURL('**/dashboard')
  await page.getByRole('link', { name: /demo_trader/ }).waitFor()
  expect(complaints).toEqual([])
  await context.close()
})
