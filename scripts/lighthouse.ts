/**
 * `pnpm lighthouse`: what Lighthouse says of the landing and, signed in as the demo account, of the
 * dashboard, from a product that `npm start` is running: each with nothing in the browser's cache (cold),
 * as for a stranger or after a release, and with what that visit left there (warm). Fails when a score is
 * below 95.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { freePort } from '@cnop/local-stack/ports'
import { z } from 'zod'

import { DESKTOP, openBrowser } from '../e2e/browser.ts'
import { runCommand } from './repository.ts'

const PAGE_URL = `http://localhost:${process.env['WEB_PORT'] ?? '3000'}`
/** Fetched when it is run: it is as large as everything else the project needs to be built. */
const LIGHTHOUSE = 'lighthouse@13.5.0'
const LEAST = 95
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo']
const DEVICES = { desktop: ['--preset=desktop'], phone: [] }
/** What performance is the sum of. */
const TIMES = {
  FCP: 'first-contentful-paint',
  LCP: 'largest-contentful-paint',
  TBT: 'total-blocking-time',
  CLS: 'cumulative-layout-shift',
  SI: 'speed-index',
}

const Report = z.object({
  categories: z.record(
    z.string(),
    z.object({
      score: z.number(),
      auditRefs: z.array(z.object({ id: z.string(), weight: z.number() })),
    }),
  ),
  audits: z.record(
    z.string(),
    z.object({
      title: z.string(),
      score: z.number().nullable(),
      displayValue: z.string().optional(),
    }),
  ),
})
type Report = z.infer<typeof Report>

const directory = mkdtempSync(join(tmpdir(), 'lighthouse-'))
const port = await freePort()
const { context, page } = await openBrowser(DESKTOP, [`--remote-debugging-port=${port}`])
let everyScoreHolds = true
try {
  await judge('/')
  await page.goto(`${PAGE_URL}/login`)
  await page.getByRole('button', { name: 'Try the demo account' }).click()
  await page.waitForURL('**/dashboard')
  // Another tab of the same session would be brought up to date too, and be measured with it.
  await page.goto('about:blank')
  await judge('/dashboard')
} finally {
  await context.close()
  rmSync(directory, { recursive: true, force: true })
}
process.exitCode = everyScoreHolds ? 0 : 1

async function judge(path: string): Promise<void> {
  for (const [device, options] of Object.entries(DEVICES)) {
    await forgetFiles()
    print(`${path} cold`, device, await report(path, options))
    print(`${path} warm`, device, await report(path, options))
  }
}

function print(visit: string, device: string, { categories, audits }: Report): void {
  const scores = CATEGORIES.map(
    (name) => [name, Math.round((categories[name]?.score ?? 0) * 100)] as const,
  )
  console.log(
    `${visit.padEnd(17)}${device.padEnd(9)}${scores.map(([name, score]) => `${name} ${score}`).join('   ')}`,
  )
  const times = Object.entries(TIMES).map(
    ([name, id]) => `${name} ${audits[id]?.displayValue ?? '?'}`,
  )
  console.log(`  ${times.join('   ')}`)
  for (const { id, weight } of Object.values(categories).flatMap(({ auditRefs }) => auditRefs)) {
    const audit = audits[id]
    if (weight === 0 || audit?.score === null || audit === undefined || audit.score >= 0.9) continue
    console.log(`  ${audit.title}${audit.displayValue ? `: ${audit.displayValue}` : ''} (${id})`)
  }
  if (scores.some(([, score]) => score < LEAST)) everyScoreHolds = false
}

/** What stays are cookies, and with them the session. */
async function forgetFiles(): Promise<void> {
  const browser = await context.newCDPSession(page)
  await browser.send('Network.clearBrowserCache')
  await browser.detach()
}

async function report(path: string, options: readonly string[]): Promise<Report> {
  const file = join(directory, 'report.json')
  const { code, output } = await runCommand('npx', [
    '--yes',
    LIGHTHOUSE,
    `${PAGE_URL}${path}`,
    `--port=${port}`,
    '--disable-storage-reset',
    `--only-categories=${CATEGORIES.join(',')}`,
    '--output=json',
    `--output-path=${file}`,
    '--quiet',
    ...options,
  ])
  if (code !== 0) throw new Error(`Lighthouse did not finish:\n${output}`)
  return Report.parse(JSON.parse(readFileSync(file, 'utf8')))
}
