import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { z } from 'zod'

const Findings = z.array(z.object({ id: z.string(), nodes: z.array(z.string()) }))

/** Anything axe finds, and where. Run as the console would be: the policy of the page allows no script of ours. */
export const accessibilityFindings = async (page: Page): Promise<z.infer<typeof Findings>> => {
  await page.evaluate(axe.source)
  const found = await page.evaluate(
    `axe.run().then(({ violations }) =>
      violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html.slice(0, 200)) })))`,
  )
  return Findings.parse(found)
}

/** Looks twice; the page must be loaded again inside for the theme to be taken up. */
export const onBothThemes = async (
  page: Page,
  look: (theme: string) => Promise<void>,
): Promise<void> => {
  for (const theme of ['light', 'dark']) {
    await page.evaluate(`localStorage.setItem('theme', '${theme}')`)
    await look(theme)
  }
}
