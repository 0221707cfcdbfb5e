import type { Problem } from '@cnop/contracts/errors'
import type { Page } from 'playwright-core'

/** What the gateway answers when a service is not reached. */
export const SAID = 'This part of the platform is not reachable.'

const BODY: Problem = {
  type: 'about:blank',
  title: 'The service is not available',
  status: 503,
  detail: `${SAID} Nothing was done; try again in a moment.`,
  instance: '/',
  code: 'SERVICE_UNAVAILABLE',
  request_id: 'service-down',
}

/** For this page these paths of the API answer so, until they are let up again. */
export const answerWith = async (
  page: Page,
  paths: string,
  body: object,
  status = 200,
): Promise<() => Promise<void>> => {
  const url = `**/api/v1/${paths}`
  await page.route(url, (route) =>
    route.fulfill({
      status,
      contentType: status === 200 ? 'application/json' : 'application/problem+json',
      body: JSON.stringify(body),
    }),
  )
  return () => page.unroute(url)
}

/**
 * From now on the page asks when a person does, and not by itself, as if nobody looked: else it might be
 * quicker than a click, and take away the button that is there for it.
 */
export const askNothingByItself = async (page: Page): Promise<void> => {
  await page.evaluate(
    `Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })`,
  )
}

/** For this page the service behind these paths of the API is down, until it is let up again for who asks. */
export const takeDown = async (page: Page, paths: string): Promise<() => Promise<void>> => {
  const letUp = await answerWith(page, paths, BODY, BODY.status)
  return async () => {
    await askNothingByItself(page)
    await letUp()
  }
}
