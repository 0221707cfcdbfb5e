/** `pnpm screenshots`: takes the pictures of `docs/images` from a product that `npm start` is running. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

import { DESKTOP, PHONE, openBrowser } from '../e2e/browser.ts'
import { ROOT } from './repository.ts'

const PAGE_URL = `http://localhost:${process.env['WEB_PORT'] ?? '3000'}`
const IMAGES = join(ROOT, 'docs', 'images')

const SHOTS = [
  { path: '/dashboard', file: 'dashboard.png', viewport: DESKTOP },
  { path: '/trade/BTC', file: 'trade.png', viewport: DESKTOP },
  { path: '/trade/BTC', file: 'trade-phone.png', viewport: PHONE },
  { path: '/portfolio', file: 'portfolio.png', viewport: DESKTOP },
]

mkdirSync(IMAGES, { recursive: true })
for (const { path, file, viewport } of SHOTS) {
  const { context, page } = await openBrowser(viewport)
  await page.goto(`${PAGE_URL}/login`)
  await page.getByRole('button', { name: 'Try the demo account' }).click()
  await page.waitForURL('**/dashboard')
  await page.goto(`${PAGE_URL}${path}`)
  await page.getByRole('table').first().waitFor()
  // Charts come with code of their own.
  await page.locator('canvas').first().waitFor()
  await page.screenshot({ path: join(IMAGES, file) })
  await context.close()
  console.log(`docs/images/${file}`)
}
