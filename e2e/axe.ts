import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { z } from 'zod'

import { DESKTOP, PHONE, sidewaysScroll } from './browser.ts'

const Findings = z.array(z.object({ id: z.string(), nodes: z.array(z.string()) }))

/** All rules, with the one of WCAG 2.2 that is left out unless asked for. */
const EVERYTHING = { rules: { 'target-size': { enabled: true } } }
/** The rules that look at colours, which are all that differs from one theme to the other. */
const COLOURS = { runOnly: ['color-contrast', 'link-in-text-block'] }

/** Anything axe finds, and where. Run as the console would be: the policy of the page allows no script of ours. */
export const accessibilityFindings = async (
  page: Page,
  rules: object = EVERYTHING,
): Promise<z.infer<typeof Findings>> => {
  if (await page.evaluate(`window.axe === undefined`)) await page.evaluate(axe.source)
  const found = await page.evaluate(
    `axe.run(${JSON.stringify(rules)}).then(({ violations }) =>
      violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html.slice(0, 200)) })))`,
  )
  return Findings.parse(found)
}

const THEMES = [
  ['light', EVERYTHING],
  ['dark', COLOURS],
] as const

/**
 * Colours that fade from one theme into the other are of neither. A fade that another one cuts short
 * is refused (`AbortError`), and the other is then waited for.
 */
const ANIMATIONS_END = `(async () => {
  const running = () => document.getAnimations().filter(({ playState }) => playState === 'running')
  while (running().length > 0) await Promise.allSettled(running().map(({ finished }) => finished))
})()`

/** Axe finds nothing on what is shown now, on a desktop and on a phone, in both themes. */
export const expectAccessible = async (page: Page, what: string): Promise<void> => {
  for (const viewport of [DESKTOP, PHONE]) {
    await page.setViewportSize(viewport)
    for (const [theme, rules] of THEMES) {
      await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`)
      await page.evaluate(ANIMATIONS_END)
      const seen = [what, theme, viewport.width] as const
      expect([...seen, await accessibilityFindings(page, rules)]).toEqual([...seen, []])
    }
  }
  await page.setViewportSize(DESKTOP)
}

/** From the narrowest phone to the widest screen there is nothing to scroll to at the side. */
const WIDTHS = [320, 360, 768, 1024, 2560]

export const expectNoSidewaysScroll = async (page: Page, what: string): Promise<void> => {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 })
    expect([what, width, await sidewaysScroll(page)]).toEqual([what, width, 0])
  }
  await page.setViewportSize(DESKTOP)
}
