import '@cnop/common/testing/provided-context'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { z } from 'zod'

import { DESKTOP, openBrowser } from './browser.ts'
import { personWith, signIn } from './signed-in.ts'

const base = inject('pageUrl')
const WAIT = { timeout: 20_000 }

let context: BrowserContext
let page: Page
let signedIn: Awaited<ReturnType<typeof personWith>>

const button = (name: string) => page.getByRole('button', { name, exact: true })
const alert = (text: string) => page.getByRole('alert').filter({ hasText: text })

beforeAll(async () => {
  ;({ context, page } = await openBrowser(DESKTOP))
  signedIn = await personWith(inject('gatewayUrl'), '10.00')
  await signIn(page, base, signedIn.person)
})
beforeEach(async () => {
  page = await context.newPage()
})
afterEach(async () => {
  await context.setOffline(false)
  await page.close()
})
afterAll(async () => await context.close())

describe('a log-out the server does not hear of', () => {
  const UNHEARD = 'you are not signed out on the server yet'
  const AUTH = '**/api/v1/auth/**'

  /** At the server, the client of the test aside. */
  const sessionsOfPage = async (): Promise<number> =>
    z
      .array(z.object({ current: z.boolean() }))
      .parse((await signedIn.api.get('/auth/sessions')).body['sessions'])
      .filter(({ current }) => !current).length

  let atFirst: number
  beforeEach(async () => {
    await page.goto(`${base}/dashboard`)
    await page.getByRole('heading', { name: 'Dashboard' }).waitFor()
    atFirst = await sessionsOfPage()
  })
  afterEach(async () => await signIn(page, base, signedIn.person))

  it('is said, cannot be taken back by who comes next, and is made up for when the server answers', async () => {
    await page.route(AUTH, (route) => route.abort('connectionrefused'))
    await button('Log out').click()
    await alert(UNHEARD).waitFor()
    expect(await sessionsOfPage()).toBe(atFirst)

    await page.evaluate(`localStorage.setItem('signed_in', '1')`)
    await page.goto(`${base}/dashboard`)
    await alert(UNHEARD).waitFor()
    expect(new URL(page.url()).pathname).toBe('/login')

    await page.unroute(AUTH)
    await button('Try again').click()
    await alert(UNHEARD).waitFor({ state: 'detached' })
    expect(await sessionsOfPage()).toBe(atFirst - 1)
    await page.evaluate(`localStorage.setItem('signed_in', '1')`)
    await page.goto(`${base}/dashboard`)
    await page.waitForURL(/\/login/)
  })

  it('is made up for at the next start of the page', async () => {
    await page.route(AUTH, (route) => route.abort('connectionrefused'))
    await button('Log out').click()
    await alert(UNHEARD).waitFor()
    await page.unroute(AUTH)
    await page.goto(base)
    await expect.poll(sessionsOfPage, WAIT).toBe(atFirst - 1)
    expect(await alert(UNHEARD).count()).toBe(0)
  })

  it('is made up for when the network is back', async () => {
    await context.setOffline(true)
    await button('Log out').click()
    await alert(UNHEARD).waitFor()
    await context.setOffline(false)
    await alert(UNHEARD).waitFor({ state: 'detached' })
    expect(await sessionsOfPage()).toBe(atFirst - 1)
  })

  it('ends no session that is begun meanwhile', async () => {
    await page.route('**/api/v1/auth/{logout,refresh}', (route) => route.abort('connectionrefused'))
    await button('Log out').click()
    await alert(UNHEARD).waitFor()
    await signIn(page, base, signedIn.person)
    await page.unroute('**/api/v1/auth/{logout,refresh}')
    await page.reload()
    await page.getByRole('heading', { name: 'Dashboard' }).waitFor()
    await button('Log out').click()
    await page.waitForURL(/\/login/)
  })
})
