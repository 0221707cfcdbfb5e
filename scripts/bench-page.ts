/**
 * `pnpm bench:page`: whether the markets table keeps up with 100 changes of a price a second, in real
 * Chromium, on a product that `npm start` is running. Fails when, beside those that are late without any
 * change, more frames are late than one in a hundred.
 */
import { AssetPage } from '@cnop/contracts/inventory'
import type { Page } from 'playwright-core'
import { z } from 'zod'

import { DESKTOP, openBrowser } from '../e2e/browser.ts'
import { startPriceFlood } from './bench-page/price-flood.ts'
import { percentile } from './bench/load.ts'

const PAGE_URL = `http://localhost:${process.env['WEB_PORT'] ?? '3000'}`
const CHANGES_PER_SECOND = 100
const SECONDS = 10
/** A screen shows 60 frames a second; one that comes later than this has missed its turn. */
const LATE_MS = 25
const MOST_LATE = 0.01

const Measured = z.object({
  frames: z.array(z.number()),
  longTasks: z.array(z.number()),
  drawn: z.number(),
})

/** In the page: times between frames, long tasks, and how many texts of the table have changed. */
const WATCH = `new Promise((done) => {
  const frames = [], longTasks = []
  let drawn = 0
  const tasks = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longTasks.push(duration)
  })
  tasks.observe({ type: 'longtask' })
  const texts = new MutationObserver((changes) => { drawn += changes.length })
  texts.observe(document.querySelector('tbody'), { subtree: true, characterData: true, attributeFilter: ['points'] })
  const began = performance.now()
  let last = began
  const frame = (now) => {
    frames.push(now - last)
    last = now
    if (now - began < ${SECONDS * 1_000}) return requestAnimationFrame(frame)
    tasks.disconnect()
    texts.disconnect()
    done({ frames: frames.slice(1), longTasks, drawn })
  }
  requestAnimationFrame(frame)
})`

const answer = await fetch(`${PAGE_URL}/api/v1/inventory/assets`)
const flood = await startPriceFlood(PAGE_URL, AssetPage.parse(await answer.json()).assets)
const { context, page } = await openBrowser(DESKTOP)
let keepsUp = true
let lateAnyway = 0
try {
  await openMarkets(page)
  await measure('no changes', 0, async () => {})
  await measure('while nobody touches it', CHANGES_PER_SECOND, async () => {})
  await measure('while it is scrolled', CHANGES_PER_SECOND, scroll)
} finally {
  await context.close()
  flood.stop()
}
process.exitCode = keepsUp ? 0 : 1

async function openMarkets(tab: Page): Promise<void> {
  await tab.goto(`${flood.url}/login`)
  await tab.getByRole('button', { name: 'Try the demo account' }).click()
  await tab.waitForURL('**/dashboard')
  await tab.goto(`${flood.url}/markets`)
  await tab.getByRole('table').waitFor()
  await tab.waitForTimeout(2_000)
}

async function measure(what: string, perSecond: number, act: () => Promise<void>): Promise<void> {
  const before = flood.sent()
  flood.setRate(perSecond)
  const [measured] = await Promise.all([page.evaluate(WATCH), act()])
  flood.setRate(0)
  const { frames: inOrder, longTasks, drawn } = Measured.parse(measured)
  const frames = inOrder.toSorted((a, b) => a - b)
  const late = frames.filter((ms) => ms > LATE_MS).length
  const rate = (flood.sent() - before) / SECONDS
  console.log(
    `${what}: ${rate.toFixed(0)} changes a second sent, ${(drawn / SECONDS).toFixed(0)} drawn; ` +
      `${(frames.length / SECONDS).toFixed(1)} frames a second, ` +
      `median ${percentile(frames, 50).toFixed(1)} ms, 99th ${percentile(frames, 99).toFixed(1)} ms, ` +
      `longest ${percentile(frames, 100).toFixed(1)} ms; ${late} of ${frames.length} late; ` +
      `${longTasks.length} tasks above 50 ms`,
  )
  if (perSecond === 0) lateAnyway = late
  else if (late - lateAnyway > frames.length * MOST_LATE) keepsUp = false
}

async function scroll(): Promise<void> {
  const until = Date.now() + SECONDS * 1_000 - 500
  for (let turn = 0; Date.now() < until; turn += 1) {
    await page.mouse.wheel(0, turn % 80 < 40 ? 120 : -120)
    await page.waitForTimeout(50)
  }
}
