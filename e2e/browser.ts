import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { chromium, type BrowserContext, type Page } from 'playwright-core'
import { z } from 'zod'

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome']

const browserPath = (): string => {
  for (const program of PROGRAMS) {
    const found = spawnSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' })
    if (found.status === 0) return found.stdout.trim()
  }
  throw new Error(`none of ${PROGRAMS.join(', ')} is installed`)
}

export const DESKTOP = { width: 1440, height: 900 }
export const PHONE = { width: 390, height: 844 }

/** Place, system and browser of a reader. */
type Reader = {
  readonly locale?: string
  readonly timezoneId?: string
  readonly colorScheme?: 'light' | 'dark'
  readonly forcedColors?: 'active'
  /** Preferences of the browser's profile. */
  readonly preferences?: object
}

/** A real Chromium with a profile of its own, and what its pages complained of. */
export const openBrowser = async (
  viewport: typeof DESKTOP,
  furtherArgs: readonly string[] = [],
  { preferences = {}, ...reader }: Reader = {},
): Promise<{ context: BrowserContext; page: Page; complaints: string[] }> => {
  const context = await chromium.launchPersistentContext(profileWith(preferences), {
    executablePath: browserPath(),
    viewport,
    ...reader,
    reducedMotion: 'reduce',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...furtherArgs,
    ],
  })
  const complaints: string[] = []
  const page = context.pages()[0] ?? (await context.newPage())
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  return { context, page, complaints }
}

/** A new profile, with settings of Chromium as its file of preferences has them. */
const profileWith = (preferences: object): string => {
  const profile = mkdtempSync(join(tmpdir(), 'browser-profile-'))
  mkdirSync(join(profile, 'Default'))
  writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences))
  return profile
}

/** How far the page can be scrolled sideways, which is never. */
export const sidewaysScroll = async (page: Page): Promise<number> =>
  z.number().parse(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth'))
