import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'

import { clientOf, newPerson } from '../../e2e/api.ts'
import { DESKTOP, openBrowser } from '../../e2e/browser.ts'

const LOOK_EVERY_MS = 2_000
const LONGEST_WAIT_MS = 120_000

type Seen = {
  readonly looks: number
  /** Different ones. */
  readonly pricesSeen: number
  readonly chartsSeen: number
  readonly longestStillMs: number
}

type TradePage = {
  readonly untilMarked: (mark: 'Live' | 'Simulated') => Promise<void>
  /** Looks at price and chart again and again. */
  readonly watch: () => { readonly end: () => Promise<Seen> }
  /** What the browser's console has said of errors. */
  readonly complaints: readonly string[]
  readonly close: () => Promise<void>
}

/** The trading page of BTC in a real browser, as someone who has just registered. */
export const openTradePage = async (pageUrl: string, gatewayUrl: string): Promise<TradePage> => {
  const { context, page, complaints } = await openBrowser(DESKTOP)
  const person = newPerson()
  await clientOf(gatewayUrl).post('/auth/register', person)
  await page.goto(`${pageUrl}/login`)
  await page.getByLabel('Username or email', { exact: true }).fill(person.username)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Log in', exact: true }).click()
  await page.waitForURL('**/dashboard')
  await page.goto(`${pageUrl}/trade/BTC`)
  const chart = page.getByRole('img', { name: /^Price of BTC/ })
  await page.getByText('1 m', { exact: true }).click()
  await chart.locator('canvas').first().waitFor()
  const main = page.getByRole('main')

  const look = async (): Promise<{ price: string; picture: string }> => ({
    price: /\$[\d,.]+/.exec((await main.textContent()) ?? '')?.[0] ?? '',
    picture: createHash('sha256')
      .update(await chart.screenshot())
      .digest('hex'),
  })

  return {
    complaints,
    untilMarked: async (mark) =>
      await main.getByText(mark, { exact: true }).first().waitFor({ timeout: LONGEST_WAIT_MS }),
    watch: () => {
      const prices = new Set<string>()
      const pictures = new Set<string>()
      const over = new AbortController()
      let [looks, longestStillMs, movedAt, last] = [0, 0, performance.now(), '']
      const running = (async () => {
        while (!over.signal.aborted) {
          const { price, picture } = await look()
          looks += 1
          prices.add(price)
          pictures.add(picture)
          if (price !== last) [movedAt, last] = [performance.now(), price]
          longestStillMs = Math.max(longestStillMs, performance.now() - movedAt)
          await pause(LOOK_EVERY_MS, undefined, { signal: over.signal }).catch(() => {})
        }
      })()
      return {
        end: async () => {
          over.abort()
          await running
          return { looks, pricesSeen: prices.size, chartsSeen: pictures.size, longestStillMs }
        },
      }
    },
    close: async () => await context.close(),
  }
}
