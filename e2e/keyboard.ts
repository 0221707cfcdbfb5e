import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { z } from 'zod'

const Focus = z.object({ name: z.string(), isMarked: z.boolean(), isInView: z.boolean() })

/**
 * What has the focus: its name as it is written on the page, whether a mark is drawn around it or around
 * the field it stands in, and whether it is in sight, with nothing lying on it.
 */
const FOCUS = `(() => {
  const at = document.activeElement
  const box = at.closest('label, [class*=focus-within]') ?? at
  const { left, right, top, bottom } = box.getBoundingClientRect()
  const shown = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
  return {
    name: at.ariaLabel ?? at.labels?.[0]?.innerText ?? at.innerText ?? '',
    isMarked: [at, box].some((element) => getComputedStyle(element).outlineStyle !== 'none'),
    isInView: box.contains(shown) || shown?.contains(box) === true,
  }
})()`

const focus = async (page: Page): Promise<z.infer<typeof Focus>> =>
  Focus.parse(await page.evaluate(FOCUS))

/** The name of what has the focus. */
export const focused = async (page: Page): Promise<string> => oneLine((await focus(page)).name)

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

const MOST_STOPS = 80

/** Goes on with Tab until something of that name has the focus. Each stop on the way shows that it has it. */
export const tabTo = async (page: Page, name: string): Promise<void> => {
  const stops: string[] = []
  while (stops.length < MOST_STOPS) {
    await page.keyboard.press('Tab')
    const stop = await focus(page)
    stops.push(oneLine(stop.name))
    // At its end the page gives the focus back to the browser once.
    if (await page.evaluate(`document.activeElement !== document.body`))
      expect(stop).toMatchObject({ isMarked: true, isInView: true })
    if (stops.at(-1) === name) return
  }
  throw new Error(`Tab does not lead to ${name}, but to ${stops.join(' > ')}`)
}
